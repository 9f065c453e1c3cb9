package site_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// process are the packages of the steps in the order of the process: each may
// know those before it.
var process = []string{"review", "notification", "agencyreport", "chronology", "decision", "reviewteam", "support", "event",
	"learning", "report", "dissemination", "improvement", "yearly", "committee"}

// above may know the steps: the site, which puts them together, and the world of tests.
var above = []string{"site", "accesstest"}

// only says which packages may import what is dangerous elsewhere.
var only = map[string][]string{
	"database/sql":                 {"db", "dbtest"},
	"crypto/cipher":                {"seal"},
	"net/smtp":                     {"mail"},
	"github.com/wneessen/go-mail":  {"mail"},
	"github.com/jackc/pgx/v5":      {"db"},
	"modernc.org/sqlite":           {"db"},
	"os/exec":                      {"browsertest"},
	"unsafe":                       {},
	"text/template":                {},
	"github.com/emersion/go-smtp":  {"mail"},
	"github.com/chromedp/chromedp": {"browsertest"},
}

var sqlWords = regexp.MustCompile(`\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|ORDER BY)\b`)

// source is one file of a package that is not a test.
type source struct {
	pack, name string
	file       *ast.File
	set        *token.FileSet
	steps      map[string]bool
	broken     *[]string
}

func (s source) breaks(at ast.Node, format string, args ...any) {
	*s.broken = append(*s.broken, fmt.Sprintf("%s:%d: ", s.name, s.set.Position(at.Pos()).Line)+fmt.Sprintf(format, args...))
}

// broken reads all packages of the folder and lists what breaks the rules.
func broken(t *testing.T, folder fs.FS) []string {
	t.Helper()
	var all []string
	steps := map[string]bool{}
	for _, p := range process {
		steps[p] = true
	}
	acts := map[string]string{}
	files := 0
	err := fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata") {
			return err
		}
		body, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, body, 0)
		if err != nil {
			return err
		}
		files++
		s := source{strings.SplitN(path.Dir(name), "/", 2)[0], name, f, set, steps, &all}
		s.imports()
		s.calls()
		s.acts(acts)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Fatal("no file was read")
	}
	return all
}

// imports keeps the steps in their order and the dangerous things in their place.
func (s source) imports() {
	for _, i := range s.file.Imports {
		name, _ := strconv.Unquote(i.Path.Value)
		if packs, ok := only[name]; ok && !slices.Contains(packs, s.pack) {
			s.breaks(i, "imports %s, which only %v may", name, packs)
		}
		inside, ok := strings.CutPrefix(name, "lr/internal/")
		other := strings.SplitN(inside, "/", 2)[0]
		if !ok || other == s.pack || slices.Contains(above, s.pack) {
			continue
		}
		if slices.Contains(above, other) {
			s.breaks(i, "imports %s, which stands above it", other)
		}
		if s.pack == "account" && other == "review" {
			continue // the first start sets up a committee, whose settings are the review's
		}
		if s.steps[other] && !s.steps[s.pack] {
			s.breaks(i, "imports the step %s and is none itself", other)
		}
		if s.steps[other] && s.steps[s.pack] && slices.Index(process, other) > slices.Index(process, s.pack) {
			s.breaks(i, "imports %s, which comes later in the process", other)
		}
	}
}

// calls finds what goes around the checks.
func (s source) calls() {
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if ok {
			of, _ := sel.X.(*ast.Ident)
			name := sel.Sel.Name
			switch {
			case of != nil && of.Name == "template" && slices.Contains([]string{"HTML", "JS", "URL", "CSS", "HTMLAttr", "JSStr", "Srcset"}, name):
				s.breaks(n, "template.%s goes around the escaping", name)
			case (name == "HandleFunc" || name == "Handle" || name == "ServeFile") && s.pack != "web" && s.pack != "browsertest":
				s.breaks(n, "%s adds a way in that asks for no pass", name)
			case of != nil && of.Name == "context" && (name == "Background" || name == "TODO") && s.steps[s.pack]:
				s.breaks(n, "context.%s outlives its request", name)
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok = call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if sel.Sel.Name == "Move" && len(call.Args) == 3 && s.pack != "review" && s.pack != "access" {
			s.breaks(n, "only the review moves from stage to stage")
		}
		if of, _ := sel.X.(*ast.Ident); of != nil && of.Name == "fmt" && strings.HasPrefix(sel.Sel.Name, "Sprint") && len(call.Args) > 0 && s.pack != "db" {
			if lit, ok := call.Args[0].(*ast.BasicLit); ok && sqlWords.MatchString(lit.Value) {
				s.breaks(n, "SQL is put together by fmt.%s", sel.Sel.Name)
			}
		}
		return true
	})
}

// acts sees that each act has a name of its own that begins with its package.
func (s source) acts(names map[string]string) {
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Name.Name != "Rule" || f.Recv == nil || len(f.Type.Params.List) != 0 {
			continue
		}
		act := ""
		if id, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
			act = id.Name
		}
		if !ast.IsExported(act) {
			continue
		}
		name := ""
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && name == "" {
				name, _ = strconv.Unquote(lit.Value)
			}
			return true
		})
		home := s.pack + "."
		if name != "" && !strings.Contains(name, ".") && s.says(home) {
			name = home + name // a function of the package puts it before
		}
		if s.pack == "site" && strings.HasPrefix(name, "demo.") {
			home = "demo." // the acts that only a demonstration has
		}
		if !strings.HasPrefix(name, home) {
			s.breaks(f, "the act %s is called %q, and not %s…", act, name, home)
		}
		if other, taken := names[name]; taken {
			s.breaks(f, "the acts %s and %s.%s are both called %q", other, s.pack, act, name)
		}
		names[name] = s.pack + "." + act
	}
}

// says tells whether the file has that very string in it.
func (s source) says(words string) bool {
	said := false
	ast.Inspect(s.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		said = said || ok && lit.Value == strconv.Quote(words)
		return true
	})
	return said
}

// Steps know those before them, and nothing goes around the pass, the seal, the
// log, the database or the post.
func TestThePackagesKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, b := range broken(t, os.DirFS("..")) {
		t.Error(b)
	}
}

// Each rule is seen to work: a planted violation is found, and what is allowed is not.
func TestAViolationIsFound(t *testing.T) {
	t.Parallel()
	tests := []struct{ why, file, body, want string }{
		{"a later step", "decision/x.go", `import _ "lr/internal/event"`, "comes later in the process"},
		{"the very next step", "review/x.go", `import _ "lr/internal/notification"`, "comes later in the process"},
		{"a platform package that knows a step", "web/x.go", `import _ "lr/internal/review"`, "is none itself"},
		{"a step that knows the site", "report/x.go", `import _ "lr/internal/site"`, "stands above it"},
		{"a step in a folder of its own", "event/deep/x.go", `import _ "lr/internal/learning"`, "comes later in the process"},
		{"SQL by itself", "support/x.go", `import "database/sql"`, "imports database/sql"},
		{"a cipher", "mail/x.go", `import "crypto/cipher"`, "imports crypto/cipher"},
		{"post", "event/x.go", `import "net/smtp"`, "imports net/smtp"},
		{"post by the library", "event/x.go", `import "github.com/wneessen/go-mail"`, "imports github.com/wneessen/go-mail"},
		{"markup", "look/x.go", `var x = template.HTML("x")`, "goes around the escaping"},
		{"markup by a conversion", "event/x.go", `func f() any { return template.HTMLAttr(x) }`, "goes around the escaping"},
		{"a way in", "event/x.go", `func f() { http.HandleFunc("/", nil) }`, "asks for no pass"},
		{"a way in, by a mux", "event/x.go", `func f() { mux.Handle("/", nil) }`, "asks for no pass"},
		{"SQL put together", "event/x.go", "func f() { fmt.Sprintf(`SELECT x FROM %s`, y) }", "SQL is put together"},
		{"a context of its own", "event/x.go", `func f() { g(context.Background()) }`, "outlives its request"},
		{"a move", "decision/x.go", `func f() { c.Move(ctx, tx, access.Closed) }`, "only the review moves"},
		{"an act of another package", "event/x.go", `func (See) Rule() access.Rule { return access.Rule{Name: "learning.see"} }`, `"learning.see", and not event.`},
		{"an act without a name", "event/x.go", `func (See) Rule() access.Rule { return rule }`, `is called ""`},
		{"two acts of one name", "event/x.go", `func (See) Rule() access.Rule { return access.Rule{Name: "event.see"} }; func (Look) Rule() access.Rule { return access.Rule{Name: "event.see"} }`, "are both called"},
		{"a step before", "event/x.go", `import _ "lr/internal/decision"`, ""},
		{"an act named through a function", "event/x.go", `func (See) Rule() access.Rule { return rule("see") }; func rule(n string) access.Rule { return access.Rule{Name: "event." + n} }`, ""},
		{"a platform package", "event/x.go", `import _ "lr/internal/access"`, ""},
		{"the site knows the steps", "site/x.go", `import _ "lr/internal/event"`, ""},
		{"a driver's value", "access/x.go", `import _ "database/sql/driver"`, ""},
		{"SQL by the door", "db/x.go", `import "database/sql"`, ""},
		{"a sentence", "event/x.go", `func f() { fmt.Sprintf("Select %d", 1) }`, ""},
		{"a move in the review", "review/x.go", `func f() { c.Move(ctx, tx, access.Closed) }`, ""},
		{"a context of a command", "site/x.go", `func f() { context.Background() }`, ""},
		{"an act of the demonstration", "site/x.go", `func (Be) Rule() access.Rule { return access.Rule{Name: "demo.be"} }`, ""},
		{"a test", "event/x_test.go", `import "database/sql"`, ""},
	}
	for _, x := range tests {
		t.Run(x.why, func(t *testing.T) {
			got := broken(t, fstest.MapFS{x.file: {Data: []byte("package x\n" + x.body + "\n")}, "db/empty.go": {Data: []byte("package db\n")}})
			if x.want == "" && len(got) != 0 || x.want != "" && (len(got) != 1 || !strings.Contains(got[0], x.want)) {
				t.Errorf("found %q, want %q", got, x.want)
			}
		})
	}
}
