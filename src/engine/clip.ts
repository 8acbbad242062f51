// Gradient clipping as torch.nn.utils.clip_grad_norm_: all gradients together are made no longer than a norm.

const f = Math.fround;

/** What every gradient is multiplied with; also at exactly the limit a little less than 1, as in PyTorch. */
export function clipCoefficient(norm: number, max: number): number {
  // PyTorch divides a double by a float32 tensor, which is a division in float32.
  const coefficient = f(f(max) / f(norm + f(1e-6)));
  return coefficient > 1 ? 1 : coefficient;
}
