"""Runs exported scripts: a list of jobs as JSON on standard input, each with the path
of a script and pairs of CSVs. What fails is printed as JSON, one message a job."""

import importlib.util
import json
import sys


def run(job):
    spec = importlib.util.spec_from_file_location("model", job["script"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if job["check"] and not module.self_check():
        return "self-check"
    for source, result in job["csvs"]:
        if module.main([source, result]) != 0:
            return f"no result of {source}"
    return None


def attempt(job):
    try:
        return run(job)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(json.dumps([attempt(job) for job in json.load(sys.stdin)]))
