package browsertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// mostTabs is how often a person presses Tab before they give a page up.
const mostTabs = 400

// keys are those that a person has, besides letters.
var keys = map[string]input.DispatchKeyEventParams{
	"Tab":   {Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9},
	"Enter": {Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r"},
	"Down":  {Key: "ArrowDown", Code: "ArrowDown", WindowsVirtualKeyCode: 40},
}

func strike(ctx context.Context, name string) error {
	key, ok := keys[name]
	if !ok {
		return fmt.Errorf("there is no key %q", name)
	}
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		key.Type = kind
		if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, key); err != nil {
			return fmt.Errorf("press %s: %w", name, err)
		}
	}
	return nil
}

// focused is the name of what has the keyboard, as far as labels and words give it.
const focused = `() => {
	const e = document.activeElement;
	if (!e || e === document.body) return "";
	const words = e.labels && e.labels.length ? e.labels[0].textContent : e.getAttribute("aria-label") || e.textContent;
	return words.replace(/\s+/g, " ").trim();
}`

// Tab goes on with the Tab key to the field, link or button of that name. What has the keyboard must be seen.
func (p *Person) Tab(name string) {
	p.t.Helper()
	p.until(fmt.Sprintf("come to %q with the Tab key", name), func(ctx context.Context) error {
		for range mostTabs {
			if err := strike(ctx, "Tab"); err != nil {
				return err
			}
			at, err := eval[string](ctx, focused)
			if err != nil {
				return err
			}
			if at == plain(name) {
				return p.inView(ctx)
			}
		}
		return errors.New("the Tab key does not come to it")
	})
}

func (p *Person) inView(ctx context.Context) error {
	why, err := eval[string](ctx, `() => {
		const e = document.activeElement, box = [e, ...(e.labels || [])].map(x => x.getBoundingClientRect()).find(b => b.width > 1 && b.height > 1);
		return !box ? "it cannot be seen" : box.bottom < 0 || box.top > innerHeight ? "it is out of view" : "";
	}`)
	if err == nil && why != "" {
		err = errors.New(why)
	}
	return err
}

// Type writes into what has the keyboard.
func (p *Person) Type(words string) {
	p.t.Helper()
	p.until(fmt.Sprintf("type %q", words), func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: words})
		return err
	})
}

// Press presses a key on the page that stays: "Enter", "Down".
func (p *Person) Press(key string) {
	p.t.Helper()
	p.until("press "+key, func(ctx context.Context) error { return strike(ctx, key) })
}

// Enter presses Enter, and waits for the page that it leads to, which is checked with axe.
func (p *Person) Enter() {
	p.t.Helper()
	p.until("press Enter", func(ctx context.Context) error {
		if _, err := eval[bool](ctx, `() => window.lrStays = true`); err != nil {
			return err
		}
		return strike(ctx, "Enter")
	})
	p.until("wait for what Enter leads to", func(ctx context.Context) error {
		stays, err := eval[bool](ctx, `() => window.lrStays === true`)
		if err == nil && stays {
			err = errors.New("the page stays")
		}
		if err != nil {
			return err
		}
		return p.settled(ctx)
	})
	p.axeOnce()
}
