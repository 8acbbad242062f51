"""A small stand-in for PyTorch Lightning 2, which is no package everywhere.

It does what the documentation of Lightning says that `Trainer` does, for what an
exported script asks of it, and prints the losses in the words of a plain script.
"""

import torch
from torch import nn


class LightningModule(nn.Module):
    trainer = None

    def log(self, name, value, *, on_step, on_epoch, prog_bar, batch_size):
        assert not on_step and on_epoch and prog_bar
        total, rows = self.trainer.logged.get(name, (0.0, 0))
        self.trainer.logged[name] = (total + value.item() * batch_size, rows + batch_size)


class LightningDataModule:
    pass


class Callback:
    def on_train_epoch_end(self, trainer, module):
        pass


class Trainer:
    def __init__(
        self,
        *,
        max_epochs,
        accelerator,
        devices,
        num_sanity_val_steps,
        gradient_clip_val=None,
        callbacks=(),
    ):
        # A pass before the first epoch would draw random numbers.
        assert devices == 1 and num_sanity_val_steps == 0
        self.max_epochs = max_epochs
        self.clip = gradient_clip_val
        self.callbacks = callbacks
        self.should_stop = False
        self.callback_metrics = {}
        self.logged = {}

    def fit(self, module, datamodule):
        datamodule.setup("fit")
        module.trainer = self
        training = datamodule.train_dataloader()
        has_validation = hasattr(datamodule, "val_dataloader")
        validation = datamodule.val_dataloader() if has_validation else None
        self.estimated_stepping_batches = self.max_epochs * len(training)
        configured = module.configure_optimizers()
        settings = {}
        if isinstance(configured, dict):
            settings, configured = configured["lr_scheduler"], configured["optimizer"]
        for epoch in range(1, self.max_epochs + 1):
            self.logged = {}
            module.train()
            for index, batch in enumerate(training):
                loss = module.training_step(batch, index)
                configured.zero_grad()
                loss.backward()
                if self.clip:
                    nn.utils.clip_grad_norm_(module.parameters(), self.clip)
                configured.step()
                if settings.get("interval") == "step":
                    settings["scheduler"].step()
            if validation is not None:
                self._pass(module, validation, module.validation_step)
            metrics = {name: total / rows for name, (total, rows) in self.logged.items()}
            self.callback_metrics = metrics
            if settings.get("interval") == "epoch":
                monitor = settings.get("monitor")
                settings["scheduler"].step(*([metrics[monitor]] if monitor else []))
            shown = " ".join(f"{name} {metrics[name]:.7g}" for name in metrics)
            print(f"epoch {epoch} {shown}")
            for callback in self.callbacks:
                callback.on_train_epoch_end(self, module)
            if self.should_stop:
                break

    def test(self, module, datamodule):
        self.logged = {}
        self._pass(module, datamodule.test_dataloader(), module.test_step)
        for name, (total, rows) in self.logged.items():
            print(f"{name} {total / rows:.7g}")

    def _pass(self, module, loader, step):
        module.eval()
        with torch.no_grad():
            for index, batch in enumerate(loader):
                step(batch, index)
