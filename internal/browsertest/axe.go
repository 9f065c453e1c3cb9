package browsertest

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// violation is a rule of WCAG that a page breaks, as axe-core tells it.
type violation struct {
	ID      string `json:"id"`
	Impact  string `json:"impact"`
	Help    string `json:"help"`
	HelpURL string `json:"helpUrl"`
	Nodes   []struct {
		Target  []string `json:"target"`
		Summary string   `json:"failureSummary"`
	} `json:"nodes"`
}

// Axe checks the page as it is now against WCAG 2.0, 2.1 and 2.2, A and AA, and fails the test for each violation.
// Go and Click have done it for every page they reach: call it after a script has changed the page, or after Width.
func (p *Person) Axe() {
	p.t.Helper()
	var found []violation
	p.until("check the page with axe", func(ctx context.Context) error {
		var err error
		found, err = p.violations(ctx)
		return err
	})
	for _, v := range found {
		for _, node := range v.Nodes {
			p.t.Errorf("%s: axe %s (%s): %s\n  at %s\n  %s\n  %s", p.address(), v.ID, v.Impact, v.Help,
				strings.Join(node.Target, " "), strings.ReplaceAll(node.Summary, "\n", "\n  "), v.HelpURL)
		}
	}
}

// looked are the shapes of pages that axe found nothing in.
var looked sync.Map

// axeOnce checks the page unless one of the same shape was found good before: the
// same elements in the same places, with other words and ids, and what stands there
// twice as good as many times. A journey opens the same pages many times, with
// lists that grow.
func (p *Person) axeOnce() {
	p.t.Helper()
	var shape string
	p.until("see the shape of the page", func(ctx context.Context) error {
		var err error
		shape, err = eval[string](ctx, `() => {
			const hash = s => { let h = 5381; for (let i = 0; i < s.length; i++) h = (h * 33 ^ s.charCodeAt(i)) >>> 0; return h }
			const place = new Map(), times = new Map()
			for (const e of document.querySelectorAll("*")) {
				const is = e.tagName + [...e.attributes].map(a => a.name + (["href", "value", "action", "title", "alt"].includes(a.name) ? (a.value ? "+" : "-")
					: a.value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{16,}|\d+/g, "#"))).join()
					+ ([...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) ? "w" : "")
				const at = hash(place.get(e.parentNode) + ">" + is)
				place.set(e, at)
				times.set(at, Math.min((times.get(at) || 0) + 1, 2))
			}
			return innerWidth + [...times].map(([at, n]) => at + ":" + n).sort().join("|")
		}`)
		return err
	})
	if _, good := looked.Load(shape); good {
		return
	}
	if p.Axe(); !p.t.Failed() {
		looked.Store(shape, true)
	}
}

func (p *Person) violations(ctx context.Context) ([]violation, error) {
	there, err := eval[bool](ctx, `() => Boolean(window.axe)`)
	if err != nil {
		return nil, err
	}
	if !there {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](p.b.axe)); err != nil {
			return nil, fmt.Errorf("bring axe to the page: %w", err)
		}
	}
	// target-size is the one rule of 2.2 and axe leaves it out unless asked for.
	return eval[[]violation](ctx, `() => axe.run(document, {
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
		rules: {"target-size": {enabled: true}},
		resultTypes: ["violations"], preload: false, iframes: false,
	}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help, helpUrl: v.helpUrl,
		nodes: v.nodes.map(n => ({target: n.target.flat(), failureSummary: n.failureSummary}))})))`)
}
