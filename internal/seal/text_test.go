package seal_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"
	texttemplate "text/template"

	"lr/internal/seal"
)

const secret = "Ailsa-Canary"

type shown struct {
	Event  seal.Text
	Ptr    *seal.Text
	Many   []seal.Text
	Named  map[string]seal.Text
	hidden seal.Text // fmt goes past the methods of such a field
	within struct{ deep seal.Text }
}

func aShown() shown {
	t := seal.T(secret)
	s := shown{t, &t, []seal.Text{t}, map[string]seal.Text{"a": t}, t, struct{ deep seal.Text }{t}}
	return s
}

// However a text is printed, logged, encoded or put into an error or a page, its
// words do not show.
func TestATextNeverShowsItsWords(t *testing.T) {
	t.Parallel()
	text := seal.T(secret)
	out := map[string]string{}
	for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%d", "%T", "%10.3s", "%!"} {
		out["fmt "+verb] = fmt.Sprintf(verb, text)
		out["fmt of a pointer "+verb] = fmt.Sprintf(verb, &text)
		out["fmt of a struct "+verb] = fmt.Sprintf(verb, aShown())
		out["fmt of a pointer to a struct "+verb] = fmt.Sprintf(verb, &shown{hidden: text})
		out["error "+verb] = fmt.Errorf("read: "+verb, text).Error()
	}
	out["print"] = fmt.Sprint(text) + fmt.Sprintln(aShown())
	out["string"] = text.String()
	out["join"] = errors.Join(fmt.Errorf("a %v", text)).Error()
	encode := func(how string, b []byte, err error) {
		if err != nil {
			out[how] = "error " + err.Error()
		}
		out[how] += string(b)
	}
	b, err := json.Marshal(aShown())
	encode("json", b, err)
	b, err = json.Marshal(map[string]any{"a": text})
	encode("json of a map", b, err)
	b, err = xml.Marshal(struct{ A seal.Text }{text})
	encode("xml", b, err)
	var buf bytes.Buffer
	err = gob.NewEncoder(&buf).Encode(struct{ A seal.Text }{text})
	encode("gob", buf.Bytes(), err)
	for name, handler := range map[string]func(*bytes.Buffer) slog.Handler{
		"slog text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"slog json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var b bytes.Buffer
		log := slog.New(handler(&b)).With("with", text)
		log.Info("read", "event", text, "all", aShown(), "pointer", &text, slog.Group("g", slog.Any("x", text)), "err", fmt.Errorf("x %v", text))
		out[name] = b.String()
	}
	for name, page := range map[string]string{
		"page":           `{{.Event}} {{.Ptr}} {{.Many}} {{.Named}} {{printf "%v" .Event}}`,
		"attribute":      `<p title="{{.Event}}">`,
		"address":        `<a href="/x?y={{.Event}}">`,
		"script":         `<script>var x = {{.Event}}; var y = {{.Many}};</script>`,
		"length by html": `{{html .Event}}{{js .Event}}{{urlquery .Event}}`,
	} {
		var b bytes.Buffer
		err := template.Must(template.New("x").Parse(page)).Execute(&b, aShown())
		encode("html "+name, b.Bytes(), err)
		b.Reset()
		err = texttemplate.Must(texttemplate.New("x").Parse(page)).Execute(&b, aShown())
		encode("text "+name, b.Bytes(), err)
	}
	for how, got := range out {
		for _, form := range []string{secret, "Ailsa", fmt.Sprintf("%x", "Ailsa"), fmt.Sprintf("%X", "Ailsa")} {
			if strings.Contains(got, form) {
				t.Errorf("%s: %s", how, got)
			}
		}
	}
	for _, how := range []string{"fmt %s", "fmt %v", "fmt %+v", "fmt %#v", "fmt %q", "error %v"} {
		if !strings.Contains(out[how], "[redacted]") {
			t.Errorf("%s: %s", how, out[how])
		}
	}
}

// Only the words asked for are shown, and no words are no words.
func TestOnlyRevealGivesTheWords(t *testing.T) {
	t.Parallel()
	if got := seal.T(secret).Reveal(); got != secret {
		t.Errorf("revealed %q", got)
	}
	var none seal.Text
	if !none.Empty() || none.Reveal() != "" || !seal.T("").Empty() || seal.T(" ").Empty() {
		t.Error("no words are not empty, or a space is")
	}
	var b bytes.Buffer
	if err := template.Must(template.New("x").Parse(`{{.Event.Reveal}}`)).Execute(&b, aShown()); err != nil || b.String() != secret {
		t.Errorf("a page that reveals shows %q, %v", b.String(), err)
	}
}
