"""The autoencoder family: every member is one chain of five parts, and a recipe says which.

::

    x ──► corruption ──► encoder ──► bottleneck ──► decoder ──► x_hat ──► loss(x_hat, x) + penalty
                                        │
                                        └── z, the code, and what it costs: the penalty

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

The codec and the denoiser are members too, with parts too large for a recipe's table and scripts of their own:
``engine.training.train_codec`` has a quantised bottleneck whose penalty is the bits that an entropy model needs for
it; ``engine.training.train_denoiser`` is a convolutional encoder and decoder behind a corruption that imitates
cameras. They share the loop, the checkpoints and the export with the members here. The recipe ``codec`` trains the
program's codec on with pictures of one's own: ``codec_recipe``, ``own_pictures``, ``fine_tuning``, ``codec_export``.
"""
