// The texts whose contrast with what lies behind them is under 4.5, as WCAG 2 reckons it.
const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const light = ([red, green, blue]) =>
  0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);
const ground = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const colour = parts(getComputedStyle(one).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const texts = "p, a, q, td span, th, .tag, .faint, summary, label, dt, dd, h2, h3, output, button";
return [...document.querySelectorAll(texts)]
  .filter((one) => {
    const [ink, paper] = [light(parts(getComputedStyle(one).color)), light(ground(one))];
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 4.5;
  })
  .map((one) => one.className || one.tagName);
