package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// Sees waits until the page shows the words. Spaces and line ends of any kind and number are one space.
func (p *Person) Sees(words string) {
	p.t.Helper()
	p.until(fmt.Sprintf("see %q", words), func(ctx context.Context) error {
		shown, err := visible(ctx)
		if err == nil && !strings.Contains(shown, plain(words)) {
			err = errors.New("it is not on the page")
		}
		return err
	})
}

// SeesNot waits until the page has loaded and shows none of the words.
func (p *Person) SeesNot(words string) {
	p.t.Helper()
	p.until(fmt.Sprintf("not see %q", words), func(ctx context.Context) error {
		if err := p.settled(ctx); err != nil {
			return err
		}
		shown, err := visible(ctx)
		if err == nil && strings.Contains(shown, plain(words)) {
			err = errors.New("it is on the page")
		}
		return err
	})
}

func visible(ctx context.Context) (string, error) {
	shown, err := eval[string](ctx, `() => document.body.innerText`)
	return plain(shown), err
}

// Holds waits until the field of that label holds value.
func (p *Person) Holds(label, value string) {
	p.t.Helper()
	p.until(fmt.Sprintf("find %q in %q", value, label), func(ctx context.Context) error {
		e, err := p.find(ctx, fillable, label)
		if err != nil {
			return err
		}
		return holds(ctx, e, value)
	})
}

// Path gives the address of the page, with what stands after a question mark.
func (p *Person) Path() string {
	p.t.Helper()
	var path string
	p.until("read the address", func(ctx context.Context) error {
		var err error
		path, err = eval[string](ctx, `() => location.pathname + location.search`)
		return err
	})
	return path
}

// address is Path for a message: it never fails.
func (p *Person) address() string {
	ctx, cancel := context.WithTimeout(p.ctx, 3*time.Second)
	defer cancel()
	path, err := eval[string](ctx, `() => location.pathname + location.search`)
	if err != nil {
		return "(the page cannot be read)"
	}
	return path
}

// Screenshot writes a picture of the whole page to file, a PNG, and makes its folder.
func (p *Person) Screenshot(file string) {
	p.t.Helper()
	var picture []byte
	p.until("photograph the page", func(ctx context.Context) error {
		if _, err := eval[bool](ctx, `() => document.fonts.ready.then(() => { scrollTo(0, 0); return true })`); err != nil {
			return err
		}
		var err error
		picture, err = chromedp.Run(ctx, chromedp.FullScreenshot(100))
		return err
	})
	err := os.MkdirAll(filepath.Dir(file), 0o755)
	if err == nil {
		err = os.WriteFile(file, picture, 0o644)
	}
	if err != nil {
		p.t.Fatalf("keep the picture of the page: %v", err)
	}
}

// Fits fails the test if the page must be moved sideways to be read, and says
// what is too wide.
func (p *Person) Fits() {
	p.t.Helper()
	var wide string
	p.until("see whether the page fits", func(ctx context.Context) error {
		var err error
		wide, err = eval[string](ctx, `() => {
			const room = document.documentElement.clientWidth;
			if (document.documentElement.scrollWidth <= room) return "fits";
			const out = [...document.querySelectorAll("main *, header *, footer *")].filter(e => e.getBoundingClientRect().right > room + 1);
			return out.slice(0, 3).map(e => e.tagName.toLowerCase() + "." + e.className).join(", ") || "the page";
		}`)
		return err
	})
	if wide != "fits" {
		p.t.Errorf("%s: too wide: %s", p.address(), wide)
	}
}
