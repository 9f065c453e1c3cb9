package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Go opens a page by its address, such as "/reviews", and checks it with axe.
func (p *Person) Go(path string) {
	p.t.Helper()
	what := "open " + path
	p.until(what, func(ctx context.Context) error {
		answer, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: p.base + path})
		if err != nil {
			return err
		}
		if answer.ErrorText != "" {
			return errors.New(answer.ErrorText)
		}
		return nil
	})
	p.until(what, func(ctx context.Context) error { return p.settled(ctx) })
	p.axeOnce()
}

// Click presses the button or follows the link of that name, waits for the page it leads to if it leads to one,
// and checks that page with axe.
func (p *Person) Click(name string) {
	p.t.Helper()
	what := fmt.Sprintf("click %q", name)
	p.until(what, func(ctx context.Context) error {
		e, err := p.find(ctx, pressable, name)
		if err != nil {
			return err
		}
		return p.press(ctx, e)
	})
	arrived, pressed := false, time.Now()
	p.until(what+" and wait for what it leads to", func(ctx context.Context) error {
		state, err := eval[string](ctx, `() => !window.lrPressed ? "gone" : window.lrPressed.leads() ? "leaving" : window.lrPressed.felt() ? "staying" : "missed"`)
		if err != nil {
			return err
		}
		going, file := p.watch.moves()
		switch {
		case state == "gone":
			arrived = true
			return p.settled(ctx)
		case file:
			return nil
		case going || state == "leaving":
			return errors.New("the next page has not come")
		case time.Since(pressed) < hesitation: // a busy browser may be slow to begin
			return errors.New("the page stays")
		case state == "missed": // the page moved under the press
			e, err := p.find(ctx, pressable, name)
			if err != nil {
				return err
			}
			pressed = time.Now()
			if err := p.press(ctx, e); err != nil {
				return err
			}
			return errors.New("the press went beside it")
		}
		return nil
	})
	if arrived {
		p.axeOnce()
	}
}

// settled says whether the page has loaded.
func (p *Person) settled(ctx context.Context) error {
	state, err := eval[string](ctx, `() => !location.protocol.startsWith("http") ? "no page" : document.fonts.status === "loaded" ? document.readyState : "its fonts load"`)
	if err != nil {
		return err
	}
	if state != "complete" {
		return fmt.Errorf("the page is not there yet (%s)", state)
	}
	return nil
}

func (p *Person) find(ctx context.Context, k kind, name string) (element, error) {
	doc, err := document(ctx)
	if err != nil {
		return "", err
	}
	return find(ctx, doc, k, name)
}

// findIn finds something in the group of a legend.
func (p *Person) findIn(ctx context.Context, legend string, k kind, name string) (element, error) {
	group, err := p.find(ctx, groups, legend)
	if err != nil {
		return "", err
	}
	return find(ctx, group, k, name)
}

// target brings an element into view and says where to press it, or what is in the way. From then on the page
// remembers whether a press leads away from it.
const target = `function () {
	if (this.disabled) return {why: "it is disabled"};
	this.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
	const labels = [...(this.labels || [])];
	const shown = [this, ...labels].find(e => e.getClientRects().length && e.getClientRects()[0].width > 1);
	if (!shown) return {why: "it is there but cannot be seen"};
	const box = shown.getClientRects()[0], x = box.x + box.width / 2, y = box.y + box.height / 2;
	const hit = document.elementFromPoint(x, y);
	if (!hit || ![this, ...labels].some(e => e.contains(hit)))
		return {why: "something lies over it: " + (hit ? hit.outerHTML.slice(0, 120) : "the edge of the window")};
	const events = [], note = e => events.push(e), before = location.href.split("#")[0];
	addEventListener("click", note, {capture: true, once: true});
	addEventListener("submit", note, {capture: true, once: true});
	const here = t => !t || t === "_self";
	const away = e => {
		if (e.defaultPrevented) return false;
		if (e.type === "submit") return here(e.target.target);
		const a = e.target.closest("a[href]");
		return a && here(a.target) && !a.hasAttribute("download") && /^https?:$/.test(a.protocol) &&
			(a.href.split("#")[0] !== before || !a.href.includes("#"));
	};
	window.lrPressed = {leads: () => events.some(away), felt: () => events.some(e => [this, ...labels].some(x => x.contains(e.target)))};
	return {why: "", x, y};
}`

func (p *Person) press(ctx context.Context, e element) error {
	if p.keys {
		return p.pressKey(ctx, e)
	}
	at, err := call[struct {
		Why string  `json:"why"`
		X   float64 `json:"x"`
		Y   float64 `json:"y"`
	}](ctx, e, target)
	if err != nil {
		return err
	}
	if at.Why != "" {
		return errors.New(at.Why)
	}
	p.watch.still()
	return chromedp.Do(ctx, chromedp.MouseClickXY(at.X, at.Y))
}

// Fill writes value into the field of that label, in place of what it held.
func (p *Person) Fill(label, value string) {
	p.t.Helper()
	p.until(fmt.Sprintf("fill %q", label), func(ctx context.Context) error {
		e, err := p.find(ctx, fillable, label)
		if err != nil {
			return err
		}
		if p.keys {
			if err := reach(ctx, e); err != nil {
				return err
			}
		}
		return fill(ctx, e, value)
	})
}

func fill(ctx context.Context, e element, value string) error {
	err := must(ctx, e, `function () {
		if (this.disabled || this.readOnly) return "it cannot be written in";
		this.scrollIntoView({block: "center", behavior: "instant"});
		this.focus();
		this.select();
		document.execCommand("delete");
		return document.activeElement === this ? "" : "it does not take the keyboard";
	}`)
	if err != nil {
		return err
	}
	if value != "" {
		if _, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: value}); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return holds(ctx, e, value)
}

func holds(ctx context.Context, e element, value string) error {
	// An empty argument does not reach the page: hence the default.
	return must(ctx, e, `function (value = "") {
		return this.value === value.replace(/\r\n?/g, "\n") ? "" : "it holds: " + this.value;
	}`, value)
}

// Choose chooses a radio button, or ticks a box, by its label within the question of that legend.
func (p *Person) Choose(legend, option string) {
	p.t.Helper()
	p.until(fmt.Sprintf("choose %q for %q", option, legend), func(ctx context.Context) error {
		e, err := p.findIn(ctx, legend, options, option)
		if err != nil {
			return err
		}
		return p.tick(ctx, e)
	})
}

// Tick ticks the box of that label. One that is ticked stays so.
func (p *Person) Tick(label string) {
	p.t.Helper()
	p.until(fmt.Sprintf("tick %q", label), func(ctx context.Context) error {
		e, err := p.find(ctx, ticks, label)
		if err != nil {
			return err
		}
		return p.tick(ctx, e)
	})
}

func (p *Person) tick(ctx context.Context, e element) error {
	ticked := `function () { return this.checked ? "" : "it is not chosen" }`
	if must(ctx, e, ticked) == nil {
		return nil
	}
	if err := p.press(ctx, e); err != nil {
		return err
	}
	return must(ctx, e, ticked)
}

// Select selects an option of the list of that label.
func (p *Person) Select(label, option string) {
	p.t.Helper()
	p.until(fmt.Sprintf("select %q from %q", option, label), func(ctx context.Context) error {
		e, err := p.find(ctx, lists, label)
		if err != nil {
			return err
		}
		if p.keys {
			return selectKey(ctx, e, plain(option))
		}
		return must(ctx, e, `function (name) {
			const plain = s => s.replace(/\s+/g, " ").trim();
			const option = [...this.options].find(o => plain(o.label) === name);
			if (!option) return "it offers: " + [...this.options].map(o => plain(o.label)).join(", ");
			if (this.disabled || option.disabled) return "it is disabled";
			this.focus();
			option.selected = true;
			this.dispatchEvent(new Event("input", {bubbles: true}));
			this.dispatchEvent(new Event("change", {bubbles: true}));
			return "";
		}`, plain(option))
	})
}

// Upload puts the file at path into the file field of that label.
func (p *Person) Upload(label, path string) {
	p.t.Helper()
	path, err := filepath.Abs(path)
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		p.t.Fatalf("upload to %q: %v", label, err)
	}
	p.until(fmt.Sprintf("upload to %q", label), func(ctx context.Context) error {
		e, err := findFile(ctx, label)
		if err != nil {
			return err
		}
		_, err = chromedp.Call(ctx, dom.SetFileInputFiles, dom.SetFileInputFilesParams{
			Files: []string{path}, ObjectID: runtime.RemoteObjectID(e),
		})
		return err
	})
}
