// The replay works as links and a form; this lets arrow keys, the slider and "play" change steps without a reload.
"use strict";
(() => {
  const mark = "<!-- what takes longer follows -->";
  let asking = null, playing = null;

  const slider = () => document.getElementById("step");
  const link = (rel) => document.querySelector(`a[rel="${rel}"]`);

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.getElementById("main");
    if (!fresh) return;
    const held = document.activeElement && document.activeElement.id;
    document.title = page.title;
    // The element itself goes: a page that is still coming in writes on into the old one.
    document.getElementById("main").replaceWith(document.adoptNode(fresh));
    ready();
    const again = held && document.getElementById(held);
    if (again) again.focus();
  };

  const go = async (address, remember = true) => {
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) { location.assign(address); return; }
      if (remember) history.pushState(null, "", address);
      const reader = answer.body.getReader(), decoder = new TextDecoder();
      let text = "", shown = false;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
        if (!shown && text.includes(mark)) { show(text); shown = true; }
      }
      show(text);
    } catch (fault) {
      if (fault.name !== "AbortError") location.assign(address);
    }
  };

  const pause = () => { clearTimeout(playing); playing = null; };
  const play = async () => {
    const next = link("next");
    if (!next) { pause(); ready(); return; }
    await go(next.href);
    if (playing !== null) playing = setTimeout(play, 2500);
  };

  const ready = () => {
    const button = document.getElementById("play");
    if (!button) return;
    button.hidden = false;
    button.textContent = playing === null ? button.dataset.play : button.dataset.pause;
    button.onclick = () => {
      if (playing === null) { playing = setTimeout(play, 0); } else { pause(); }
      button.textContent = playing === null ? button.dataset.play : button.dataset.pause;
    };
    const input = slider();
    const base = input.form.dataset.steps;
    input.onchange = () => { pause(); go(base.replace("/0", `/${input.value}`)); };
    input.form.querySelector("button[type=submit]").hidden = true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const to = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const found = to && link(to);
    if (found) { event.preventDefault(); pause(); go(found.href); }
  });
  document.addEventListener("click", (event) => {
    const found = event.target.closest("a[rel=prev], a[rel=next]");
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault(); pause(); go(found.href);
  });
  // The page may still be coming in: the keys work already, the button once it is there.
  document.addEventListener("DOMContentLoaded", ready);
  addEventListener("popstate", () => { pause(); go(location.href, false); });
  ready();
})();
