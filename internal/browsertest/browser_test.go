package browsertest

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const ask = `<!doctype html><html lang="en"><title>Ask</title><link rel="icon" href="data:,"><main><h1>Tell us what happened</h1>
<form method="post" action="/told" enctype="multipart/form-data">
<p><label for="who">Who is<span> telling</span> us?</label> <input id="who" name="who" value="somebody">
<p><label for="what">What happened?</label> <textarea id="what" name="what"></textarea>
<fieldset><legend>Is it urgent?</legend>
<input type="radio" id="u1" name="urgent" value="y"><label for="u1">Yes</label>
<input type="radio" id="u2" name="urgent" value="n"><label for="u2">No</label></fieldset>
<fieldset><legend>Was anybody harmed?</legend>
<input type="radio" id="h1" name="harm" value="y"><label for="h1">Yes</label>
<input type="radio" id="h2" name="harm" value="n"><label for="h2">No</label></fieldset>
<p><input type="checkbox" id="t" name="true" value="t"> <label for="t">This is true</label>
<p><label for="a">Agency</label> <select id="a" name="agency"><option value="">Select<option value="nhs">NHS Exampleshire<option value="police">Police</select>
<p><label for="f">Attach a file</label> <input type="file" id="f" name="file">
<p style="height:3000px">A long way down
<p><button>Send it</button> <button type="button" id="more">Say more</button>
</form><p id="later"></p><p><a href="/other">The other page</a> <a href="/paper">The paper</a> <a href="#later">Skip down</a>
<a href="/other">The other page</a></main>
<script>document.getElementById("more").onclick = () => setTimeout(() => document.getElementById("later").textContent = "There is more", 200)</script>`

const live = `<!doctype html><html lang="en"><title>Live</title><link rel="icon" href="data:,"><main><h1>The live room</h1><p id="p">quiet</p></main>
<script>new EventSource("/stream").onmessage = e => document.getElementById("p").textContent = e.data</script>`

func shown(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, body)
	}
}

func small(title, main string) http.HandlerFunc {
	return shown(fmt.Sprintf(`<!doctype html><html lang="en"><title>%s</title><link rel="icon" href="data:,"><main><h1>%[1]s</h1>%s</main>`, title, main))
}

func serve(t *testing.T) string {
	mux := http.NewServeMux()
	mux.Handle("GET /ask", shown(ask))
	mux.Handle("GET /other", small("Another page", `<p>You are on the other page. <a href="/ask">Back</a> <button id="b">Ask me</button>
<script>document.getElementById("b").onclick = e => { confirm("Really?"); e.target.after("Answered") }</script>`))
	mux.Handle("GET /live", shown(live))
	mux.Handle("GET /twins", small("Twins", `<button>Same</button> <button>Same</button> <button disabled>Not yet</button>`))
	mux.Handle("GET /mouse-only", small("Mouse only", `<button tabindex="-1">Press me</button>`))
	mux.Handle("GET /covered", small("Covered", `<button>Under</button><div style="position:fixed;inset:0">Over everything</div>`))
	mux.Handle("GET /unlabelled", small("Unlabelled", `<input name="x"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="color:#aaa;background:#fff">Too pale to read`))
	mux.Handle("GET /noisy", small("Noisy", `<p>Noise<script>console.error("bad", 7); setTimeout(() => { throw new Error("worse") })</script>`))
	mux.Handle("GET /missing", small("Missing", `<p>Gone<script src="/none.js"></script>`))
	mux.Handle("GET /broken", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		small("Broken", "<p>Sorry")(w, r)
	}))
	mux.Handle("GET /strict", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src data:")
		small("Strict", `<p style="color:black">Styled in the page`)(w, r)
	}))
	mux.HandleFunc("GET /paper", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", `attachment; filename="paper.txt"`)
		io.WriteString(w, "a paper")
	})
	mux.HandleFunc("GET /count", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("been"); err == nil {
			small("Count", "<p>You have been here before")(w, r)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "been", Value: "yes"})
		small("Count", "<p>You are new")(w, r)
	})
	mux.HandleFunc("GET /stream", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		http.NewResponseController(w).Flush()
		time.Sleep(300 * time.Millisecond)
		io.WriteString(w, "data: somebody spoke\n\n")
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("POST /told", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(300 * time.Millisecond)
		said := fmt.Sprintf("%s|%s|%s|%s|%s|%s", r.FormValue("who"), r.FormValue("what"), r.FormValue("urgent"),
			r.FormValue("harm"), r.FormValue("true"), r.FormValue("agency"))
		if _, file, err := r.FormFile("file"); err == nil {
			said += "|" + file.Filename
		}
		w.WriteHeader(http.StatusUnprocessableEntity)
		small("Told", "<p>"+said)(w, r)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s.URL
}

// recorder is a test that may fail without failing this one.
type recorder struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// fails tells what a person's test says when they open a page and do something there.
func fails(t *testing.T, b *Browser, base, path string, do func(*Person)) string {
	t.Helper()
	r := &recorder{TB: t}
	p := b.Person(t, base)
	p.t = r
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.Go(path)
		p.patience = 2 * time.Second
		do(p)
	}()
	<-done
	return strings.Join(r.said, "\n")
}

func TestAPersonFillsAFormAndIsTakenToTheNextPage(t *testing.T) {
	t.Parallel()
	p := Start(t).Person(t, serve(t))
	file := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(file, []byte("a story"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Go("/ask?from=test")
	if p.Path() != "/ask?from=test" {
		t.Errorf("the person is at %s", p.Path())
	}
	p.Holds("Who is telling us?", "somebody")
	p.Fill("Who is telling us?", "Ailsa Example")
	p.Fill("What happened?", "First this.\nThen that.")
	p.Holds("What happened?", "First this.\nThen that.")
	p.Choose("Is it urgent?", "Yes")
	p.Choose("Was anybody harmed?", "No")
	p.Tick("This is true")
	p.Tick("This is true")
	p.Select("Agency", "NHS Exampleshire")
	p.Upload("Attach a file", file)
	p.SeesNot("There is more")
	p.Click("Say more")
	p.Sees("There is more")
	p.Click("Send it")
	p.Sees("Ailsa Example|First this. Then that.|y|n|t|nhs|story.txt")
	if p.Path() != "/told" {
		t.Errorf("the person is at %s", p.Path())
	}
}

func TestAPersonFollowsLinks(t *testing.T) {
	t.Parallel()
	p := Start(t).Person(t, serve(t))
	p.Go("/ask")
	p.Click("Skip down")
	p.Click("The paper")
	p.Sees("Tell us what happened")
	p.Click("The other page")
	p.Sees("You are on the other page.")
	p.Click("Back")
	p.Fill("Who is telling us?", "")
	p.Holds("Who is telling us?", "")
}

func TestAPageThatHearsFromTheServerIsReachedAndHeard(t *testing.T) {
	t.Parallel()
	p := Start(t).Person(t, serve(t))
	p.Go("/live")
	p.Sees("somebody spoke")
	p.SeesNot("quiet")
	p.Go("/other")
}

func TestPeopleShareNoCookies(t *testing.T) {
	t.Parallel()
	b, base := Start(t), serve(t)
	one, two := b.Person(t, base), b.Person(t, base)
	one.Go("/count")
	one.Sees("You are new")
	one.Go("/count")
	one.Sees("You have been here before")
	two.Go("/count")
	two.Sees("You are new")
}

func TestAPictureIsOfTheWholePageAtItsWidth(t *testing.T) {
	t.Parallel()
	p := Start(t).Person(t, serve(t))
	p.Width(360)
	p.Go("/ask")
	file := filepath.Join(t.TempDir(), "pictures", "ask.png")
	p.Screenshot(file)
	picture, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	size, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	if size.Width != 360 || size.Height < 3000 {
		t.Errorf("the picture is %d by %d", size.Width, size.Height)
	}
}

func TestWhatIsWrongFailsTheTestAndSaysWhy(t *testing.T) {
	t.Parallel()
	b, base := Start(t), serve(t)
	nothing := func(*Person) {}
	for _, c := range []struct {
		name, path string
		do         func(*Person)
		says       []string
	}{
		{"a rule of accessibility", "/unlabelled", nothing,
			[]string{"/unlabelled: axe label (critical)", "at input", "axe image-alt", "axe color-contrast", "https://dequeuniversity.com"}},
		{"an error in the console", "/noisy", func(p *Person) { p.Sees("Noise") },
			[]string{"console error: bad 7", "uncaught exception: Uncaught Error: worse"}},
		{"the content security policy", "/strict", nothing, []string{"Content Security Policy"}},
		{"a missing script", "/missing", nothing, []string{"/none.js answered 404"}},
		{"a broken page", "/broken", nothing, []string{"/broken answered 500"}},
		{"a dialog", "/other", func(p *Person) { p.Click("Ask me"); p.Sees("Answered") }, []string{"a dialog opened (confirm): Really?"}},
		{"no such button", "/ask", func(p *Person) { p.Click("Send them") },
			[]string{`no button or link named "Send them"`, `"Send it"`, "page:  /ask", "title: Ask", "Tell us what happened"}},
		{"two buttons of one name", "/twins", func(p *Person) { p.Click("Same") }, []string{"cannot tell them apart"}},
		{"a button that is off", "/twins", func(p *Person) { p.Click("Not yet") }, []string{"it is disabled"}},
		{"a button under something", "/covered", func(p *Person) { p.Click("Under") }, []string{"something lies over it: <div"}},
		{"words that are not there", "/other", func(p *Person) { p.Sees("nobody") }, []string{`see "nobody": it is not on the page`}},
		{"words that are there", "/other", func(p *Person) { p.SeesNot("other  page") }, []string{"it is on the page"}},
		{"an option that is not offered", "/ask", func(p *Person) { p.Select("Agency", "Fire") }, []string{"it offers: Select, NHS Exampleshire, Police"}},
		{"a question that is not asked", "/ask", func(p *Person) { p.Choose("Is it sad?", "Yes") }, []string{`"Is it urgent?", "Was anybody harmed?"`}},
		{"a field that is not there", "/ask", func(p *Person) { p.Upload("A photograph", "browser.go") }, []string{`no file field labelled "A photograph"`}},
		{"no server", "/other", func(p *Person) { p.base = "http://127.0.0.1:1"; p.Go("/") }, []string{"open /: net::ERR_"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			said := fails(t, b, base, c.path, c.do)
			for _, words := range c.says {
				if !strings.Contains(said, words) {
					t.Errorf("%q is not said, but:\n%s", words, said)
				}
			}
		})
	}
}

func TestSomebodyWithoutAMouseComesToEverythingByKeys(t *testing.T) {
	t.Parallel()
	b, base := Start(t), serve(t)
	p := b.Person(t, base)
	p.ByKeyboard()
	p.Go("/ask")
	p.Fill("What happened?", "A visit")
	p.Choose("Was anybody harmed?", "No")
	p.Tick("This is true")
	p.Select("Agency", "Police")
	p.Click("Send it")
	p.Sees("A visit")
	said := fails(t, b, base, "/mouse-only", func(p *Person) { p.ByKeyboard(); p.Click("Press me") })
	if !strings.Contains(said, "the Tab key does not come to it") {
		t.Errorf("what only a mouse can press: %q", said)
	}
}

func TestAGoodPageFailsNothing(t *testing.T) {
	t.Parallel()
	if said := fails(t, Start(t), serve(t), "/ask", func(p *Person) { p.patience = patience; p.Width(320); p.Axe() }); said != "" {
		t.Errorf("a sound page fails the test: %s", said)
	}
}
