"""What an exported script takes of Lightning's callbacks."""

import math

from lightning import Callback


class EarlyStopping(Callback):
    """Stops after `patience` checks in a row without a monitored value that is lower by more than `min_delta`."""

    def __init__(self, monitor, min_delta, patience):
        self.monitor = monitor
        self.min_delta = min_delta
        self.patience = patience
        self.wait_count = 0
        self.best = math.inf

    def on_train_epoch_end(self, trainer, module):
        value = trainer.callback_metrics[self.monitor]
        if value < self.best - self.min_delta:
            self.best, self.wait_count = value, 0
        else:
            self.wait_count += 1
        # A value that is not finite ends it too (`check_finite`).
        if self.wait_count >= self.patience or not math.isfinite(value):
            trainer.should_stop = True
