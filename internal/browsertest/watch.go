package browsertest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// watch hears what the browser says about the page while a person uses it.
type watch struct {
	accept func() // what is done to a dialog

	mu       sync.Mutex
	troubles []string
	going    bool // a navigation was asked for since the last still
	file     bool // what came was no page
}

// hesitation is how long a press may take to show that it leads away.
const hesitation = 300 * time.Millisecond

// event is called in the browser's order and must not wait.
func (w *watch) event(ev any) {
	switch ev := ev.(type) {
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeAssert {
			w.trouble("console error: " + words(ev.Args))
		}
	case *runtime.EventExceptionThrown:
		w.trouble("uncaught exception: " + exception(ev.ExceptionDetails))
	case *cdplog.EventEntryAdded:
		// What the network says is heard by the answers themselves, which tell a refused form from a missing file.
		if ev.Entry.Level == cdplog.EntryLevelError && ev.Entry.Source != cdplog.EntrySourceNetwork {
			w.trouble(fmt.Sprintf("%s error: %s %s", ev.Entry.Source, ev.Entry.Text, ev.Entry.URL))
		}
	case *network.EventResponseReceived:
		if ev.Type == network.ResourceTypeDocument && ev.Response.MimeType != "text/html" {
			w.mu.Lock()
			w.file = true
			w.mu.Unlock()
		}
		if status := ev.Response.Status; status >= 500 || status >= 400 && !mayRefuse(ev.Type) {
			w.trouble(fmt.Sprintf("%s answered %d", ev.Response.URL, status))
		}
	case *network.EventLoadingFailed:
		if !ev.Canceled && !mayRefuse(ev.Type) {
			w.trouble(fmt.Sprintf("a %s did not load: %s %s", strings.ToLower(string(ev.Type)), ev.ErrorText, ev.BlockedReason))
		}
	case *page.EventJavascriptDialogOpening:
		w.trouble(fmt.Sprintf("a dialog opened (%s): %s", ev.Type, ev.Message))
		go w.accept()
	case *page.EventFrameRequestedNavigation:
		w.mu.Lock()
		w.going = true
		w.mu.Unlock()
	}
}

// mayRefuse says whether an answer of 400 to 499 is ordinary: a form with faults is a page with status 422.
func mayRefuse(kind network.ResourceType) bool {
	switch kind {
	case network.ResourceTypeDocument, network.ResourceTypeXHR, network.ResourceTypeFetch,
		network.ResourceTypeEventSource, network.ResourceTypePing:
		return true
	}
	return false
}

func (w *watch) trouble(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.troubles = append(w.troubles, what)
}

// still forgets the navigations seen so far.
func (w *watch) still() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.going, w.file = false, false
}

func (w *watch) moves() (going, file bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.going, w.file
}

// report fails the test with what was heard since it was last called.
func (p *Person) report() {
	p.t.Helper()
	p.watch.mu.Lock()
	heard := p.watch.troubles
	p.watch.troubles = nil
	p.watch.mu.Unlock()
	for _, what := range heard {
		p.t.Errorf("%s: %s", p.address(), what)
	}
}

func acceptDialog(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}) // reported already
}

func words(args []*runtime.RemoteObject) string {
	var all []string
	for _, arg := range args {
		if arg.Description != "" {
			all = append(all, arg.Description)
		} else {
			all = append(all, strings.Trim(string(arg.Value), `"`))
		}
	}
	return strings.Join(all, " ")
}

func exception(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Text + " " + d.Exception.Description
	}
	return fmt.Sprintf("%s (%s, line %d)", d.Text, d.URL, d.LineNumber+1)
}
