package look

import (
	"bytes"
	"flag"
	"fmt"
	"html/template"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the golden files")

// field and choice stand for what package form gives.
type field struct {
	Name, Label, Hint, Value, Fault string
	Max, Rows                       int
	Required                        bool
	Options                         []option
}

type option struct {
	Value, Label, Hint string
	Chosen             bool
}

type fault struct{ Name, Sentence string }

type form struct {
	Once   string
	Faults []fault
}

func parse(t *testing.T) *template.Template {
	t.Helper()
	all, err := template.New("").Funcs(Funcs()).Funcs(template.FuncMap{
		"asset": func(name string) string { return "/static/" + name }, // without hashes in golden files
	}).ParseFS(Templates, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func render(t *testing.T, all *template.Template, name string, data any) string {
	t.Helper()
	var b bytes.Buffer
	if err := all.ExecuteTemplate(&b, name, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as in %s (go test -update writes it anew):\n%s", name, file, got)
	}
}

var ways = []option{
	{Value: "telephone", Label: "Telephone"},
	{Value: "letter", Label: "A letter", Hint: "To your work address", Chosen: true},
}

var fields = map[string]field{
	"text":          {Name: "place", Label: "Where was the meeting?", Hint: "A town or a building.", Value: `Sampleton "Hall" <1>`, Required: true},
	"email":         {Name: "email", Label: "Your work e-mail address", Value: "ailsa@example.scot"},
	"number":        {Name: "people", Label: "How many people were there?", Value: "12"},
	"date":          {Name: "due", Label: "When is the report due?", Hint: "Ten working days is usual.", Value: "31 March 2027"},
	"longtext":      {Name: "what", Label: "What happened?", Hint: "In your own words.", Value: "First.\nThen.", Max: 2000, Rows: 8},
	"file":          {Name: "letter", Label: "The letter", Hint: "Word or PDF, up to 10 MB.", Required: true},
	"tick":          {Name: "told", Label: "The family has been told", Hint: "By a person they know.", Value: "yes"},
	"radios":        {Name: "way", Label: "How shall we reach you?", Hint: "Choose one.", Options: ways},
	"radios-inline": {Name: "more", Label: "Is there more?", Options: ways[:1]},
	"checkboxes":    {Name: "ways", Label: "Which ways suit you?", Hint: "Choose all that do.", Options: ways},
	"select":        {Name: "agency", Label: "Which agency?", Options: ways},
}

func TestAFieldSaysItsFaultBesideItAndToAScreenReader(t *testing.T) {
	t.Parallel()
	all := parse(t)
	for name, f := range fields {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			well := render(t, all, name, f)
			f.Fault = "Say it in a few words."
			faulty := render(t, all, name, f)
			golden(t, name, well+"\n\n<!-- with a fault -->\n"+faulty+"\n")
			if strings.Contains(well, "error") || strings.Contains(well, "aria-invalid") {
				t.Error("a field without a fault looks as if it had one")
			}
			for _, want := range []string{"Say it in a few words.", `id="e-` + f.Name + `"`, "e-" + f.Name + `"`, `id="f-` + f.Name + `"`} {
				if !strings.Contains(faulty, want) {
					t.Errorf("with a fault there is no %s", want)
				}
			}
			sound(t, well)
			sound(t, faulty)
		})
	}
}

func TestASelectWithItsOwnEmptyOptionGetsNoOther(t *testing.T) {
	t.Parallel()
	f := field{Name: "agency", Label: "Agency", Options: []option{{Label: "All agencies"}, ways[0]}}
	if got := render(t, parse(t), "select", f); strings.Contains(got, "Choose one") {
		t.Error(got)
	}
}

var stands = Stands{
	{Name: "Notified", Href: "/reviews/r1/notification", Standing: Done},
	{Name: "Received", Href: "/reviews/r1/received", Standing: Done},
	{Name: "Gathering", Href: "/reviews/r1/gathering", Standing: Done},
	{Name: "Recommending", Href: "/reviews/r1/recommending", Standing: Now, Note: "by 31 March 2027"},
	{Name: "Deciding", Standing: ToCome},
	{Name: "Setting up", Standing: Passed},
	{Name: "Learning", Standing: ToCome},
	{Name: "Drafting", Standing: ToCome},
	{Name: "Approving", Standing: ToCome},
	{Name: "Publishing", Standing: ToCome},
	{Name: "Improving", Standing: ToCome},
	{Name: "Closed", Standing: ToCome},
}

var table = Table{
	Caption: "Agencies asked",
	Head:    []string{"Agency", "Due", "Stands"},
	Rows: [][]Cell{
		{{Text: "Exampleshire Council", Href: "/agencies/1"}, {Text: "31 March 2027"}, {Text: "Returned", Tag: "green"}},
		{{Text: "NHS Sampleton", Href: "/agencies/2"}, {Text: "12 March 2027"}, {Text: "4 days late", Late: true}},
	},
	None: "No agency has been asked yet.",
}

var tasks = []Task{
	{Text: "Who is telling us", Href: "/n/1", Status: "Done", Done: true},
	{Text: "What happened", Href: "/n/2", Hint: "A short account is enough.", Status: "Not begun"},
	{Text: "Send it", Status: "Cannot begin yet"},
}

var limits = []Limit{
	{ID: "1", Title: "Limit on witness accounts", Says: "Ask first.", Rows: []Row{{Key: "Agreed with", Value: "Procurator fiscal"}}, Href: "/holds/1", Question: "Was it agreed?"},
	{ID: "2", Title: "Limit on publication", Says: "Do not do this now."},
}

var agreements = []struct{ Choice, Words field }{{field{Name: "limit-1", Label: "Was it agreed?", Options: ways}, field{Name: "limitwords-1", Label: "Who agreed, and when?"}}}

var said = form{Once: "o1", Faults: []fault{{"due", "Give the day the report is due."}, {"", "Someone else has changed this."}}}

var parts = map[string]struct {
	name string
	data any
}{
	"errors":          {"errors", said},
	"no errors":       {"errors", form{}},
	"once":            {"once", said},
	"button":          {"button", "Save"},
	"buttonSecondary": {"buttonSecondary", "Save and come back later"},
	"buttonCancel":    {"buttonCancel", "Cancel"},
	"tag":             {"tag", Tag{"green", "Returned"}},
	"plain tag":       {"tag", Tag{Text: "Draft"}},
	"late":            {"late", "4 days late"},
	"warning":         {"warning", "This cannot be undone."},
	"limits":          {"limits", limits},
	"no limits":       {"limits", []Limit{}},
	"agreements":      {"agreements", agreements},
	"hatch":           {"hatch", nil},
	"bar":             {"bar", Bar{Span: Stripe{0, 700}, Ran: Stripe{0, 700}, Over: Stripe{700, 200}, Paused: []Stripe{{100, 50}}, Due: 700, Today: 900}},
	"meter":           {"meter", 40},
	"bar no due day":  {"bar", Bar{Span: Stripe{0, 700}, Today: 300}},
	"inset":           {"inset", "First.\nThen <then>."},
	"said":            {"said", "Saved."},
	"summary":         {"summary", []Row{{Key: "Chair", Value: "Ailsa Example", Href: "/change", Action: "Change"}, {Key: "Members", Value: 4}}},
	"details":         {"details", Fold{"What is a learning review?", "A way to learn."}},
	"stands":          {"stands", stands},
	"stands closed":   {"stands", Stands{{Name: "Notified", Standing: Done}, {Name: "Closed", Standing: Done}}},
	"stretch":         {"stretch", NewStretch(14, 21)},
	"stretch in time": {"stretch", NewStretch(14, 7)},
	"no stretch":      {"stretch", Stretch{}},
	"table":           {"table", table},
	"empty table":     {"table", Table{Caption: "Agencies asked", None: "No agency has been asked yet."}},
	"tasklist":        {"tasklist", tasks},
	"changes":         {"changes", []Change{{Text: "We knew the "}, {Removed: true, Text: "child "}, {Added: true, Text: "family <all> "}, {Text: "well."}}},
	"copies":          {"copies", []Copy{{"decision", "The decision", "What was decided", "No review", ""}, {"expected", "The case", "When it is expected", "", "To be confirmed"}}},
	"panel":           {"panel", Panel{"Notification sent", "Your receipt is LR-EXAMPLE-1"}},
	"pagination":      {"pagination", Turn{Path: "/library", Query: url.Values{"q": {"home & school"}}, Now: 5, Last: 12}},
	"one page":        {"pagination", Turn{Path: "/library", Now: 1, Last: 1}},
	"hidepage":        {"hidepage", nil},
	"ways":            {"ways", []Link{{Href: "/line", Text: "The line", Current: true}, {Href: "/picture", Text: "The picture"}}},
}

func TestAComponentIsAsTheDesignSystemHasIt(t *testing.T) {
	t.Parallel()
	all := parse(t)
	for name, part := range parts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := render(t, all, part.name, part.data)
			golden(t, strings.ReplaceAll(name, " ", "-"), got+"\n")
			sound(t, got)
		})
	}
}

func TestARowHasNoLinkOrAWholeOne(t *testing.T) {
	t.Parallel()
	if r, err := row("Chair", "Ailsa Example", "/change", "Change"); err != nil || r.Href != "/change" || r.Action != "Change" {
		t.Error(r, err)
	}
	if _, err := row("Chair", "Ailsa Example", "/change"); err == nil {
		t.Error("an address without words was taken")
	}
}

func TestPagesBesideTheOneNowAreShownAndTheRestIsAGap(t *testing.T) {
	t.Parallel()
	tests := []struct {
		now, last int
		want      string
	}{
		{1, 1, "[1]"},
		{1, 3, "[1] 2 3"},
		{1, 9, "[1] 2 0 9"},
		{5, 9, "1 0 4 [5] 6 0 9"},
		{9, 9, "1 0 8 [9]"},
	}
	for _, test := range tests {
		var got []string
		for _, p := range (Turn{Now: test.now, Last: test.last}).Pages() {
			if p.Current {
				got = append(got, fmt.Sprintf("[%d]", p.Number))
			} else {
				got = append(got, fmt.Sprint(p.Number))
			}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("page %d of %d: %s, not %s", test.now, test.last, s, test.want)
		}
	}
}

func TestAnAssetIsAskedForByTheNameInTheManifest(t *testing.T) {
	t.Parallel()
	_, names, err := open(fstest.MapFS{"static/manifest.json": {Data: []byte(`{"lr.css": "lr.0123.css"}`)}})
	if err != nil || names["lr.css"] != "lr.0123.css" {
		t.Error(names, err)
	}
}

func TestWithoutABundleThePersonIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	_, _, err := open(fstest.MapFS{"static/.keep": {}})
	if err == nil || err.Error() != "Run make once: the style sheet and fonts are not built yet." {
		t.Error(err)
	}
	if _, _, err := open(fstest.MapFS{"static/manifest.json": {Data: []byte("{")}}); err == nil {
		t.Error("a broken manifest was taken")
	}
}
