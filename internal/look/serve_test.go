package look

import (
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAFileIsPackedForABrowserThatTakesItSo(t *testing.T) {
	t.Parallel()
	h := serve(fstest.MapFS{
		"lr.1.css":     {Data: []byte("p{}")},
		"lr.1.css.gz":  {Data: []byte("packed")},
		"font.1.woff2": {Data: []byte("wOF2....")},
	})
	tests := []struct {
		path, accept    string
		status          int
		body, mime, enc string
	}{
		{"/lr.1.css", "gzip, br", 200, "packed", "text/css", "gzip"},
		{"/lr.1.css", "", 200, "p{}", "text/css", ""},
		{"/font.1.woff2", "gzip", 200, "wOF2....", "font/woff2", ""},
		{"/none.css", "gzip", 404, "404 page not found\n", "text/plain", ""},
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", test.path, nil)
		r.Header.Set("Accept-Encoding", test.accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		got := w.Result().Header
		if w.Code != test.status || w.Body.String() != test.body || got.Get("Content-Encoding") != test.enc ||
			!strings.HasPrefix(got.Get("Content-Type"), test.mime) || got.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s to %q: %d %q %v", test.path, test.accept, w.Code, w.Body, got)
		}
	}
}
