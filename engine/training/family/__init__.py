"""Trains autoencoders. Each is a chain of five parts; a recipe selects them.

::

    x ──► corruption ──► encoder ──► bottleneck ──► decoder ──► x_hat ──► loss(x_hat, x) + penalty
                                        │
                                        └── z, the code, with the penalty on it

===========  ==========================================================================================
part         kinds (``kind`` in the recipe's table of that name)
===========  ==========================================================================================
corruption   none, gaussian, masking, salt_and_pepper, warped
encoder      dense, convolutional
bottleneck   plain, sparse_l1, sparse_kl, variational, adversarial, contractive
decoder      dense, convolutional, with a linear, sigmoid or softplus output
loss         mse, bce
optimiser    sgd, momentum, adam
===========  ==========================================================================================

The codec and the denoiser are autoencoders too, with parts too large for a recipe and scripts of their own:
``engine.training.train_codec`` has a quantised bottleneck whose penalty is its rate under an entropy model;
``engine.training.train_denoiser`` has a corruption that imitates cameras. They share the training loop, checkpoints and
export with the members here. The recipe ``codec`` fine-tunes the codec on the user's pictures: see ``codec_recipe``,
``own_pictures``, ``fine_tuning`` and ``codec_export``.
"""
