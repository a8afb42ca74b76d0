// What of a page cannot be read, named or hit (WCAG 2.2): texts with less contrast than 4.5 to 1 (1.4.3; of what stands on a
// picture nothing is said), controls without a name (4.1.2), and those smaller than 24 by 24 that stand in no sentence (2.5.8).
() => {
  const numbers = (text) => text.match(/[\d.]+/g).map(Number);
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const colour = numbers(style.backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };

  const contrast = (node) => {
    const behind = ground(node);
    if (behind === null) return 21;
    const [dark, bright] = [light(numbers(getComputedStyle(node).color)), light(behind)].sort((one, other) => one - other);
    return (bright + 0.05) / (dark + 0.05);
  };

  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    const node = texts.currentNode.parentElement;
    if (text && node.checkVisibility() && !node.closest(".skip") && contrast(node) < 4.5) found.push(`faint: ${text.slice(0, 40)}`);
  }
  for (const node of document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")) {
    const named = node.textContent.trim() || node.getAttribute("aria-label") || (node.labels && node.labels.length);
    if (!named) found.push(`unnamed: ${node.outerHTML}`);
    const box = node.getBoundingClientRect();
    const alone = node.checkVisibility() && !node.closest("p, li, dd, .skip") && box.width > 0;
    if (alone && (box.width < 24 || box.height < 24)) found.push(`small: ${node.textContent.trim()}, ${box.width} by ${box.height}`);
  }
  return found;
}
