// Package browsertest lets a test use the program as a person does: in a real Chromium, by the names of things on
// the page, with every page that is reached checked against WCAG 2.0, 2.1 and 2.2, A and AA [SEED].
//
// What a person finds by its name, a screen reader finds by the same name: the names are those of the browser's own
// accessibility tree. An error in the console, an uncaught exception, a breach of the content security policy, an
// answer of 500 or more and a missing style sheet, script, picture or font each fail the test.
package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	startTime = time.Minute      // the longest that a browser may take to start
	endTime   = 10 * time.Second // and to end
)

// Browser is a running Chromium. The tests of one process share it while they overlap.
type Browser struct {
	ctx context.Context
	dir string // its profile
	axe string // the source of axe-core
}

var shared struct {
	sync.Mutex
	users   int
	browser *Browser
}

// Start gives the browser, and starts it for the first of the tests that need it at a time. It skips the test in a
// short run, and where there is no Chromium or axe-core; with CI set their absence fails it.
// The variable CHROMIUM names another browser.
func Start(t testing.TB) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("browser tests are left out of a short run")
	}
	program, err := chromium()
	if err != nil {
		skip(t, err)
	}
	axe, err := axeSource()
	if err != nil {
		skip(t, err)
	}
	shared.Lock()
	defer shared.Unlock()
	if shared.users == 0 {
		if shared.browser, err = launch(program, axe); err != nil {
			t.Fatal(err)
		}
	}
	shared.users++
	t.Cleanup(release)
	return shared.browser
}

func skip(t testing.TB, why error) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func release() {
	shared.Lock()
	defer shared.Unlock()
	if shared.users--; shared.users == 0 {
		shared.browser.end()
		shared.browser = nil
	}
}

func launch(program, axe string) (*Browser, error) {
	dir, err := os.MkdirTemp("", "lr-browser-")
	if err != nil {
		return nil, fmt.Errorf("make a profile for the browser: %w", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.UserDataDir(dir),
		chromedp.Env("HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("lang", "en-GB"),
	)
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	slow := time.AfterFunc(startTime, cancel)
	err = chromedp.Do(ctx)
	slow.Stop()
	b := &Browser{ctx: ctx, dir: dir, axe: axe}
	if err != nil {
		cancel()
		b.end()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return b, nil
}

func (b *Browser) end() {
	ctx, cancel := context.WithTimeout(b.ctx, endTime)
	defer cancel()
	_ = chromedp.Cancel(ctx) // a browser that is gone already is no fault of the test
	_ = os.RemoveAll(b.dir)
}

func chromium() (string, error) {
	if named := os.Getenv("CHROMIUM"); named != "" {
		program, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("find the browser that CHROMIUM names: %w", err)
		}
		return program, nil
	}
	for _, name := range []string{"chromium", "/usr/bin/chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", errors.New("this test needs Chromium, and none was found: install chromium, or name one in CHROMIUM")
}

func axeSource() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the folder of the project: %w", err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("this test must run inside the project")
		}
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return "", fmt.Errorf("this test needs axe-core, which make check and make test fetch: %w", err)
	}
	return string(source), nil
}
