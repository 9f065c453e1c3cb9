package browsertest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// kind is what a thing on the page is to its reader: the roles of the accessibility tree, and a word for them.
type kind struct {
	word  string
	roles []string
}

var (
	pressable = kind{"button or link", []string{"button", "link", "tab", "menuitem", "switch", "DisclosureTriangle"}}
	fillable  = kind{"field", []string{"textbox", "searchbox", "spinbutton", "combobox"}}
	groups    = kind{"group of questions", []string{"group", "radiogroup"}}
	options   = kind{"option", []string{"radio", "checkbox"}}
	ticks     = kind{"tick box", []string{"checkbox"}}
	lists     = kind{"list to select from", []string{"combobox", "listbox"}}
)

type element runtime.RemoteObjectID

func document(ctx context.Context) (element, error) {
	object, err := chromedp.Run(ctx, chromedp.Evaluate[*runtime.RemoteObject]("document"))
	if err != nil {
		return "", fmt.Errorf("read the page: %w", err)
	}
	return element(object.ObjectID), nil
}

// find gives the one thing of that kind and name within another. Links of one name that lead to one place are one.
func find(ctx context.Context, within element, k kind, name string) (element, error) {
	nodes, err := query(ctx, within, k, name)
	if err != nil {
		return "", err
	}
	if len(nodes) == 0 {
		others, err := names(ctx, within, k)
		if err != nil {
			return "", err
		}
		return "", fmt.Errorf("there is no %s named %q; there is %s", k.word, name, others)
	}
	var found element
	var leads string
	for i, node := range nodes {
		e, err := resolve(ctx, node.BackendDOMNodeID)
		if err != nil {
			return "", err
		}
		to, err := call[string](ctx, e, `function() { return this.href || "" }`)
		if err != nil {
			return "", err
		}
		if i > 0 && (to == "" || to != leads) {
			return "", fmt.Errorf("there are %d of %s named %q: people cannot tell them apart", len(nodes), k.word, name)
		}
		found, leads = e, to
	}
	return found, nil
}

func query(ctx context.Context, within element, k kind, name string) ([]*accessibility.Node, error) {
	answer, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{
		ObjectID: runtime.RemoteObjectID(within), AccessibleName: plain(name),
	})
	if err != nil {
		return nil, fmt.Errorf("look for %q: %w", name, err)
	}
	return slices.DeleteFunc(answer.Nodes, func(n *accessibility.Node) bool {
		return n.Ignored || n.BackendDOMNodeID == 0 || !slices.Contains(k.roles, text(n.Role))
	}), nil
}

// names lists what there is of a kind, for the message of a failure.
func names(ctx context.Context, within element, k kind) (string, error) {
	nodes, err := query(ctx, within, k, "")
	if err != nil {
		return "", err
	}
	all := []string{}
	for _, n := range nodes {
		all = append(all, fmt.Sprintf("%q", text(n.Name)))
	}
	if len(all) == 0 {
		return "none at all", nil
	}
	return strings.Join(all, ", "), nil
}

func text(v *accessibility.Value) string {
	var s string
	if v != nil {
		_ = json.Unmarshal(v.Value, &s) // a value that is no text is no name
	}
	return s
}

func resolve(ctx context.Context, id cdp.BackendNodeID) (element, error) {
	answer, err := chromedp.Call(ctx, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: id})
	if err != nil {
		return "", fmt.Errorf("take hold of it: %w", err)
	}
	return element(answer.Object.ObjectID), nil
}

// call calls a JavaScript function with the element as this.
func call[T any](ctx context.Context, e element, function string, args ...any) (T, error) {
	on := func(p *runtime.CallFunctionOnParams) { p.ObjectID = runtime.RemoteObjectID(e) }
	value, err := chromedp.Run(ctx, chromedp.CallFunctionOn[T](function, on, args...))
	if err != nil {
		return value, fmt.Errorf("ask the page: %w", err)
	}
	return value, nil
}

// must calls a function that returns what is in the way of it, or nothing.
func must(ctx context.Context, e element, function string, args ...any) error {
	why, err := call[string](ctx, e, function, args...)
	if err != nil {
		return err
	}
	if why != "" {
		return errors.New(why)
	}
	return nil
}

// findFile gives the file field of a label. The accessibility tree names it by its button as well, so it is found
// by the label itself.
func findFile(ctx context.Context, label string) (element, error) {
	object, err := chromedp.Run(ctx, chromedp.Evaluate[*runtime.RemoteObject](fmt.Sprintf(`(name => {
		const plain = s => s.replace(/\s+/g, " ").trim();
		return [...document.querySelectorAll("input[type=file]")].find(f =>
			[...f.labels].some(l => plain(l.textContent) === name) || f.getAttribute("aria-label") === name) || null;
	})(%q)`, plain(label))))
	if err != nil {
		return "", fmt.Errorf("look for the file field %q: %w", label, err)
	}
	if object == nil || object.ObjectID == "" {
		return "", fmt.Errorf("there is no file field labelled %q", label)
	}
	return element(object.ObjectID), nil
}
