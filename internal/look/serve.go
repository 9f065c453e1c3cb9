package look

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// Files hands out the bundle, to be mounted without its "/static/": packed to a
// browser that takes it so, which is a third of the size on a slow line. The
// headers for keeping it are the caller's.
func Files() http.Handler { return serve(files) }

func serve(dir fs.FS) http.Handler {
	plain := http.FileServerFS(dir)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		name := strings.TrimPrefix(r.URL.Path, "/")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			if packed, err := fs.ReadFile(dir, name+".gz"); err == nil {
				w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
				w.Header().Set("Content-Encoding", "gzip")
				http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(packed))
				return
			}
		}
		plain.ServeHTTP(w, r)
	})
}
