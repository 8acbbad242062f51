// Layers over a whole row as C functions: `x` and `y` are rows of float and do not overlap. Sums and rounding
// are the engine's.

export const layers: Readonly<Record<string, string>> = {
  linear: String.raw`
/* y = x Wt + b, summed in float in the order of the inputs. */
static inline void perceptron_linear(const float *x, int inputs, const float *weight, const float *bias, float *y, int units) {
  int unit, index;
  for (unit = 0; unit < units; unit++) {
    float sum = 0;
    for (index = 0; index < inputs; index++) {
      sum = (float)(sum + (double)x[index] * weight[unit * inputs + index]);
    }
    y[unit] = bias ? sum + bias[unit] : sum;
  }
}
`,
  scale: String.raw`
static inline void perceptron_scale(const float *x, int width, const float *factor, const float *offset, float *y) {
  int index;
  for (index = 0; index < width; index++) y[index] = (float)((double)x[index] * factor[index] + offset[index]);
}
`,
  "layer-norm": String.raw`
static inline void perceptron_layer_norm(const float *x, int width, double eps, const float *weight, const float *bias, float *y) {
  double mean = 0, squares = 0, root;
  int index;
  for (index = 0; index < width; index++) mean += x[index];
  mean /= width;
  for (index = 0; index < width; index++) squares += (x[index] - mean) * (x[index] - mean);
  root = sqrt(squares / width + eps);
  for (index = 0; index < width; index++) {
    double v = (x[index] - mean) / root;
    y[index] = (float)(weight ? v * weight[index] + bias[index] : v);
  }
}
`,
  prelu: String.raw`
static inline void perceptron_prelu(const float *x, int width, const float *weight, int shared, float *y) {
  int index;
  for (index = 0; index < width; index++) y[index] = x[index] > 0 ? x[index] : x[index] * weight[shared ? 0 : index];
}
`,
  softmax: String.raw`
/* The softmax of sign * x. */
static inline void perceptron_softmax(const float *x, int width, int sign, float *y) {
  double most = (double)sign * x[0], sum = 0;
  int index;
  for (index = 1; index < width; index++) most = fmax(most, (double)sign * x[index]);
  for (index = 0; index < width; index++) sum += exp((double)sign * x[index] - most);
  for (index = 0; index < width; index++) y[index] = (float)(exp((double)sign * x[index] - most) / sum);
}
`,
  "log-softmax": String.raw`
static inline void perceptron_log_softmax(const float *x, int width, float *y) {
  double most = x[0], sum = 0;
  int index;
  for (index = 1; index < width; index++) most = fmax(most, x[index]);
  for (index = 0; index < width; index++) sum += exp(x[index] - most);
  for (index = 0; index < width; index++) y[index] = (float)(x[index] - most - log(sum));
}
`,
  glu: String.raw`
static inline void perceptron_glu(const float *x, int half, float *y) {
  int index;
  for (index = 0; index < half; index++) y[index] = (float)(x[index] / (1 + exp(-(double)x[half + index])));
}
`,
};

export const dateFunction = String.raw`
/* Writes year, month, weekday (Monday 0) and day; 0 if there is no such day. */
static inline int perceptron_put_date(perceptron_date date, float *x) {
  static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  static const int offsets[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
  int leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
  int year = date.month < 3 ? date.year - 1 : date.year;
  if (date.year < 0 || date.year > 9999 || date.month < 1 || date.month > 12) return 0;
  if (date.day < 1 || date.day > days[date.month - 1] || (date.month == 2 && date.day == 29 && !leap)) return 0;
  /* Sakamoto's method gives Sunday 0; 400 years are whole weeks. */
  year += 400;
  x[0] = (float)date.year;
  x[1] = (float)date.month;
  x[2] = (float)((year + year / 4 - year / 100 + year / 400 + offsets[date.month - 1] + date.day + 6) % 7);
  x[3] = (float)date.day;
  return 1;
}
`;
