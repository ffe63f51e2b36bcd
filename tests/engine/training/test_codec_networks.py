"""The codec's networks: 8-bit export of the entropy networks, the fast synthesis, training of the decoder alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
ort = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")

from engine.training import export_networks, integer_onnx, runs  # noqa: E402
from engine.training.codec_model import Codec  # noqa: E402
from engine.training.codec_transforms import CodecShape  # noqa: E402
from engine.training.export_graphs import ExactLayer, SecondHalfGraph  # noqa: E402

SMALL = CodecShape(
    width=24, latents=40, base=16, hyper=8, hyper_width=16, context_width=24, detail_width=32, near_width=16,
    analysis_blocks=4, synthesis_blocks=4, fast_blocks=2,
)  # fmt: skip


@pytest.fixture
def codec() -> Codec:
    """Random weights in every layer, large enough that activations reach both ends of their range."""
    torch.manual_seed(3)
    codec = Codec(SMALL, (0.001, 0.2)).eval()
    with torch.no_grad():
        for name, parameter in codec.named_parameters():
            if "gain" not in name and "scale" not in name:
                parameter.copy_(0.3 * torch.randn_like(parameter))
    return codec


def test_entropy_networks_match_their_definition_to_the_bit(codec: Codec, tmp_path: Path) -> None:
    heads, differences = export_networks.export_networks(codec, tmp_path)
    assert {name for name, difference in differences.items() if difference == 0.0} >= {
        "hyper_synthesis", "base_context", "detail_start", "detail_finish",
    }  # fmt: skip
    for name, (module, inputs, outputs) in export_networks._graphs(codec, heads).items():
        if not isinstance(module, integer_onnx.Exact):
            continue
        with torch.no_grad():
            expected = module(*inputs.values())
        for level in (ort.GraphOptimizationLevel.ORT_DISABLE_ALL, ort.GraphOptimizationLevel.ORT_ENABLE_ALL):
            options = ort.SessionOptions()
            options.graph_optimization_level = level
            session = ort.InferenceSession(tmp_path / f"{name}.onnx", options, providers=["CPUExecutionProvider"])
            found = session.run(outputs, {key: value.numpy() for key, value in inputs.items()})
            for got, wanted in zip(found, expected, strict=True):
                assert np.array_equal(got, wanted.numpy()), name


def test_activations_of_the_random_networks_reach_both_ends(codec: Codec) -> None:
    """Otherwise the test above would not see how the ends of the range are handled."""
    layer = ExactLayer(codec.h_s.first)
    with torch.no_grad():
        found = layer(torch.randint(-128, 128, (1, SMALL.hyper + 1, 9, 9)).float())
    assert found.min() == 0.0 and found.max() == 255.0


def test_weights_that_could_saturate_are_refused(codec: Codec, tmp_path: Path) -> None:
    heads, _ = export_networks.export_networks(codec, tmp_path)
    graphs = export_networks._graphs(codec, heads)
    module, inputs, _ = graphs["base_context"]
    assert isinstance(module, SecondHalfGraph)
    module.mix.conv.weight[0, 0] = 65.0
    with pytest.raises(ValueError, match="too large for 8-bit"):
        integer_onnx.write(module, tmp_path / "refused.onnx", inputs)


def test_both_syntheses_see_two_latents_far(codec: Codec) -> None:
    """The tiles' halo is as wide as that: a change further away changes nothing."""
    latents = torch.randn(1, SMALL.latents, 9, 9)
    changed = latents.clone()
    changed[:, :, :, :2] += 5.0
    rate = torch.full((1, 1), 0.5)
    for synthesis in (codec.g_s, codec.g_s_fast):
        assert synthesis is not None
        with torch.no_grad():
            before, after = synthesis(latents, rate), synthesis(changed, rate)
        columns = (before - after).abs().amax((0, 1, 2)) > 1e-5
        assert columns[: 16 * 2].all() and columns[16 * 3 : 16 * 4].any() and not columns[16 * 4 :].any()


def test_the_fast_synthesis_begins_as_a_part_of_the_full_one(codec: Codec, tmp_path: Path) -> None:
    state = {name: value for name, value in codec.state_dict().items() if not name.startswith("g_s_fast.")}
    torch.save(state, tmp_path / "old.pt")
    fresh = Codec(SMALL, (0.001, 0.2))
    runs.load_weights(fresh, tmp_path / "old.pt")
    assert fresh.g_s_fast is not None
    assert torch.equal(fresh.g_s_fast.up.weight, codec.g_s.up.weight)
    first, last = fresh.g_s_fast.blocks
    assert torch.equal(first.expand.weight, codec.g_s.blocks[0].expand.weight)
    assert torch.equal(last.expand.weight, codec.g_s.blocks[3].expand.weight)
    assert torch.equal(last.depthwise.weight[:, :, 1:4, 1:4], codec.g_s.blocks[3].depthwise.weight)
    assert last.depthwise.weight.abs().sum() == codec.g_s.blocks[3].depthwise.weight.abs().sum()


def test_it_begins_anew_from_what_the_full_one_has_become(codec: Codec) -> None:
    assert codec.g_s_fast is not None
    with torch.no_grad():
        codec.g_s.up.weight += 1.0
    assert not torch.equal(codec.g_s_fast.up.weight, codec.g_s.up.weight)
    codec.begin_fast_synthesis()
    assert torch.equal(codec.g_s_fast.up.weight, codec.g_s.up.weight)
    assert torch.equal(codec.g_s_fast.blocks[1].expand.weight, codec.g_s.blocks[3].expand.weight)


def test_a_codec_without_a_fast_synthesis_takes_weights_with_one(codec: Codec) -> None:
    without = Codec(CodecShape(**{**vars(SMALL), "fast_blocks": 0}), (0.001, 0.2))
    without.load_state_dict(codec.state_dict())
    assert torch.equal(without.g_s.up.weight, codec.g_s.up.weight)


def test_the_end_of_a_run_leaves_the_encoder_alone(codec: Codec) -> None:
    codec.train()
    codec.freeze_encoder()
    x, t = torch.rand(2, 3, 64, 64), torch.tensor([[0.2], [0.8]])
    out = codec(x, t, torch.zeros_like(t))
    assert out.x_fast is not None
    (out.x_hat.mean() + out.x_fast.mean() + out.y_bits.mean() + out.z_bits.mean()).backward()
    moved = {name.partition(".")[0] for name, parameter in codec.named_parameters() if parameter.grad is not None}
    assert moved == {"g_s", "g_s_fast", "h_s", "head", "base_context", "detail_context", "log_z_scale"}
