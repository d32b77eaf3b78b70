// Says, quietly, that something was recorded after this page was made. It never reloads the page by itself.
"use strict";
(() => {
  const line = document.getElementById("news"), words = document.getElementById("news-words");
  if (!line || !window.EventSource) return;
  const first = 1000, longest = 300000;
  let stream = null, waiting = null, delay = first;

  // Other scripts put a newer page in the place of this one, so it is asked each time.
  const madeAt = () => Number(document.getElementById("main").dataset.at);

  const changed = (field) => {
    if (field.type === "hidden" || field.type === "range") return false;
    if (field.tagName === "SELECT") {
      const set = [...field.options], meant = set.some((option) => option.defaultSelected);
      return set.some((option, place) => option.selected !== (meant ? option.defaultSelected : place === 0));
    }
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  };
  const typed = () => "sent" in line.dataset
    || [...document.querySelectorAll("main input, main select, main textarea")].some(changed);

  const address = () => {
    const here = new URL(location.href);
    here.searchParams.delete("done");
    here.hash = "";
    return here.href;
  };
  const choose = () => {
    const [again, beside] = line.querySelectorAll("a");
    if (!again) return;
    const kept = typed();
    again.hidden = kept;
    beside.hidden = !kept;
    again.href = beside.href = address();
  };

  const tell = (position) => {
    if (position <= madeAt()) { line.hidden = true; line.replaceChildren(); return; }
    if (!line.hidden) return;
    // A region that is there before its words is read out.
    line.hidden = false;
    setTimeout(() => { if (!line.hidden && !line.hasChildNodes()) { line.append(words.content.cloneNode(true)); choose(); } }, 100);
  };

  const stop = () => {
    clearTimeout(waiting);
    waiting = null;
    if (stream) stream.close();
    stream = null;
  };
  const listen = () => {
    stop();
    stream = new EventSource(line.dataset.stream);
    stream.addEventListener("position", (event) => { delay = first; tell(JSON.parse(event.data).position); });
    // It ends after a while, when the server leaves, or when the session has ended: ask again, later each time.
    stream.addEventListener("error", () => {
      stop();
      waiting = setTimeout(listen, delay * (0.5 + Math.random() / 2));
      delay = Math.min(2 * delay, longest);
    });
  };

  // A browser opens few connections to a server: a page that nobody looks at gives its own back.
  const follow = () => { if (document.hidden) stop(); else { delay = first; listen(); } };
  document.addEventListener("visibilitychange", follow);
  document.addEventListener("input", choose);
  line.addEventListener("pointerdown", choose);
  line.addEventListener("focusin", choose);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
  follow();
})();
