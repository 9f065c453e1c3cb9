package browsertest

import (
	"context"
	"errors"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mostSteps is how often somebody presses an arrow before they give up.
const mostSteps = 400

// ByKeyboard lays the mouse aside: from now on what is pressed, ticked, chosen
// or written in is come to with the Tab key, and pressed with a key.
func (p *Person) ByKeyboard() { p.keys = true }

// reach comes to the element with the Tab key. Of a group of radio buttons, one
// comes to the group.
func reach(ctx context.Context, e element) error {
	const there = `function () {
		const now = document.activeElement;
		return this === now || this.type === "radio" && now && now.type === "radio" && now.name === this.name && now.form === this.form ? "" : "the Tab key does not come to it";
	}`
	stops, err := eval[int](ctx, `() => document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]").length + 2`)
	if err != nil {
		return err
	}
	for range stops { // once around the page
		if must(ctx, e, there) == nil {
			return nil
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
			return err
		}
	}
	return must(ctx, e, there)
}

// pressKey presses the element with the key that does so: a box and a radio
// button with the space bar, after the arrows, all else with Enter.
func (p *Person) pressKey(ctx context.Context, e element) error {
	if _, err := call[struct{}](ctx, e, target); err != nil { // the page remembers where the press leads
		return err
	}
	if err := reach(ctx, e); err != nil {
		return err
	}
	p.watch.still()
	for range mostSteps {
		if must(ctx, e, `function () { return this === document.activeElement ? "" : "another one of the group" }`) == nil {
			break
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.ArrowDown)); err != nil {
			return err
		}
	}
	if must(ctx, e, `function () { return this.type === "radio" && this.checked ? "" : "not chosen" }`) == nil {
		return nil
	}
	key := kb.Enter
	if must(ctx, e, `function () { return this.type === "radio" || this.type === "checkbox" || this.tagName === "SUMMARY" ? "" : "no box" }`) == nil {
		key = " "
	}
	return chromedp.Do(ctx, chromedp.KeyEvent(key))
}

// selectKey chooses from a list with the arrows.
func selectKey(ctx context.Context, e element, option string) error {
	if err := reach(ctx, e); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Home)); err != nil {
		return err
	}
	for range mostSteps {
		if must(ctx, e, chosen, option) == nil {
			return nil
		}
		if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.ArrowDown)); err != nil {
			return err
		}
	}
	return errors.New("the arrows do not come to it")
}

const chosen = `function (name) {
	const now = this.selectedOptions[0];
	return now && now.label.replace(/\s+/g, " ").trim() === name ? "" : "another one is chosen";
}`
