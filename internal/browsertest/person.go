package browsertest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

const (
	patience = time.Minute           // how long a person waits for one thing, on a busy machine
	glance   = 40 * time.Millisecond // between two looks at the page
	showText = 1500                  // bytes of the page that a failure shows

	usualWidth, usualHeight = 1280, 900
)

// Person is somebody at a browser of their own: no cookie is shared with another person. Its methods are for the
// goroutine of the test. A method that cannot do what it says within a minute ends the test, and shows the page.
type Person struct {
	t        testing.TB
	b        *Browser
	ctx      context.Context
	base     string
	patience time.Duration
	watch    *watch
	keys     bool // the mouse is laid aside
}

// Person sits down at a new window. baseURL is the address of the program, such as http://127.0.0.1:4000.
func (b *Browser) Person(t testing.TB, baseURL string) *Person {
	t.Helper()
	w := &watch{}
	ctx, _ := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(w.event))
	w.accept = func() { acceptDialog(ctx) }
	p := &Person{t: t, b: b, ctx: ctx, base: strings.TrimSuffix(baseURL, "/"), patience: patience, watch: w}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	t.Cleanup(func() {
		p.report()
		end, cancel := context.WithTimeout(ctx, endTime)
		defer cancel()
		_ = chromedp.Cancel(end) // a window that is gone already is no fault of the test
	})
	if _, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatalf("give the window the keyboard: %v", err)
	}
	p.Width(usualWidth)
	return p
}

// Width makes the window px CSS pixels wide. It is 1280 at first.
func (p *Person) Width(px int) {
	p.t.Helper()
	p.until(fmt.Sprintf("make the window %d pixels wide", px), func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.EmulateViewport(int64(px), usualHeight))
	})
}

// until tries again until try succeeds or patience ends. What the console said meanwhile is reported after it.
func (p *Person) until(what string, try func(context.Context) error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, p.patience)
	defer cancel()
	why := errors.New("the browser does not answer")
	for {
		err := try(ctx)
		if err == nil {
			p.report()
			return
		}
		if ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
			why = err
		}
		select {
		case <-ctx.Done():
			p.report()
			p.t.Fatalf("%s: %v\n%s", what, why, p.page())
			return
		case <-time.After(glance):
		}
	}
}

// page describes what the person has before them.
func (p *Person) page() string {
	ctx, cancel := context.WithTimeout(p.ctx, 3*time.Second)
	defer cancel()
	now, err := eval[struct{ Path, Title, Text string }](ctx, `() => ({
		Path: location.pathname + location.search, Title: document.title, Text: document.body ? document.body.innerText : ""})`)
	if err != nil {
		return fmt.Sprintf("(the page cannot be read: %v)", err)
	}
	text := now.Text
	if len(text) > showText {
		text = strings.ToValidUTF8(text[:showText], "") + "…"
	}
	return fmt.Sprintf("page:  %s\ntitle: %s\n%s", now.Path, now.Title, text)
}

// eval calls a JavaScript function in the page.
func eval[T any](ctx context.Context, function string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T]("("+function+")()", chromedp.EvalAwaitPromise))
}

// plain is text as a person reads it: spaces and line ends of any kind and number are one space.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }
