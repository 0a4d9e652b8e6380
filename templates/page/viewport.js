// Panning is scrolling, so that keys, wheels, touch and scroll bars do what they do everywhere. Zooming scales the canvas.

const SMALLEST = 0.04;
const LARGEST = 2.5;
const AFAR = 0.5;
const AFAR_ON_PAPER = 0.4;
const MARGIN = 60;

class Viewport {
  constructor(frame, stage, canvas, output) {
    Object.assign(this, { frame, stage, canvas, output });
    const drawing = canvas.querySelector("svg");
    this.width = Number(drawing.getAttribute("width"));
    this.height = Number(drawing.getAttribute("height"));
    this.scale = 1;
    this.resize();
    this.listen();
  }

  // Zoom so that the point of the frame at x and y stays where it is.
  zoom(scale, x = this.frame.clientWidth / 2, y = this.frame.clientHeight / 2) {
    const [left, top] = this.toCanvas(x, y);
    this.scale = Math.min(Math.max(scale, SMALLEST), LARGEST);
    this.resize();
    this.frame.scrollTo(this.padX + left * this.scale - x, this.padY + top * this.scale - y);
  }

  toCanvas(x, y) {
    return [(this.frame.scrollLeft + x - this.padX) / this.scale, (this.frame.scrollTop + y - this.padY) / this.scale];
  }

  resize() {
    const { frame, stage, canvas, scale } = this;
    const [width, height] = [this.width * scale, this.height * scale];
    this.padX = Math.max(MARGIN, (frame.clientWidth - width) / 2);
    this.padY = Math.max(MARGIN, (frame.clientHeight - height) / 2);
    stage.style.width = `${width + 2 * this.padX}px`;
    stage.style.height = `${height + 2 * this.padY}px`;
    canvas.style.left = `${this.padX}px`;
    canvas.style.top = `${this.padY}px`;
    canvas.style.transform = `scale(${scale})`;
    this.detail(scale);
    this.output.value = `${Math.round(scale * 100)} %`;
  }

  // Show as much of each card as can be read at this scale.
  detail(scale, afar = AFAR) {
    const { classList, style } = this.canvas;
    style.setProperty("--afar", `${Math.min(13 / scale, 44)}px`);
    classList.toggle("far", scale < afar);
    classList.toggle("farther", scale < afar / 2);
  }

  // All of the diagram, but no smaller than `least`.
  fit(least = SMALLEST) {
    const { clientWidth, clientHeight } = this.frame;
    const whole = Math.min((clientWidth - MARGIN) / this.width, (clientHeight - MARGIN) / this.height, 1);
    this.scale = Math.max(whole, least);
    this.resize();
    const spare = [this.stage.offsetWidth - clientWidth, this.stage.offsetHeight - clientHeight];
    this.frame.scrollTo(spare[0] / 2, spare[1] / 2);
  }

  center(card) {
    const { frame, scale } = this;
    const left = this.padX + (card.offsetLeft + card.offsetWidth / 2) * scale;
    const top = this.padY + (card.offsetTop + Math.min(card.offsetHeight, frame.clientHeight / scale) / 2) * scale;
    frame.scrollTo(left - frame.clientWidth / 2, top - frame.clientHeight / 2);
  }

  // Scroll until the card is well in sight, near enough to be read where it is chosen.
  show(card, readable) {
    if (readable && this.scale < AFAR) this.zoom(0.85);
    const { frame, scale } = this;
    const left = this.padX + card.offsetLeft * scale;
    const top = this.padY + card.offsetTop * scale;
    const [width, height] = [card.offsetWidth * scale, card.offsetHeight * scale];
    const inside =
      left >= frame.scrollLeft + 8 && left + width <= frame.scrollLeft + frame.clientWidth - 8 &&
      top >= frame.scrollTop + 8 && top + Math.min(height, frame.clientHeight) <= frame.scrollTop + frame.clientHeight;
    if (!inside) this.center(card);
  }

  listen() {
    const { frame } = this;
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = frame.getBoundingClientRect();
      this.zoom(this.scale * Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    frame.addEventListener("pointerdown", (event) => this.drag(event));
    addEventListener("beforeprint", () => this.detail(Number(this.canvas.dataset.print), AFAR_ON_PAPER));
    addEventListener("afterprint", () => this.detail(this.scale));
    new ResizeObserver(() => {
      if (frame.clientWidth) this.resize();
    }).observe(frame);
  }

  drag(down) {
    if (down.button !== 0 || down.pointerType === "touch" || down.target.closest(".card")) return;
    const { frame } = this;
    const start = [frame.scrollLeft + down.clientX, frame.scrollTop + down.clientY];
    this.dragged = false;
    const move = (event) => {
      this.dragged ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 4;
      frame.scrollTo(start[0] - event.clientX, start[1] - event.clientY);
    };
    const up = () => {
      frame.classList.remove("dragging");
      frame.removeEventListener("pointermove", move);
    };
    frame.classList.add("dragging");
    frame.setPointerCapture(down.pointerId);
    frame.addEventListener("pointermove", move);
    frame.addEventListener("lostpointercapture", up, { once: true });
  }
}
