package site

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"time"

	"lr/internal/clock"
	"lr/internal/db"
)

// walker walks the process through its own pages, as its people do: what a
// demonstration shows was made by the same deeds as the real thing.
type walker struct {
	in      *Installation
	at      *clock.Fixed
	cookies map[string]string
	began   map[string]time.Time
}

func (in *Installation) walker(at *clock.Fixed) *walker {
	return &walker{in, at, map[string]string{}, map[string]time.Time{}}
}

// cookie gives a person's session, a new one when theirs is half an hour old.
func (w *walker) cookie(ctx context.Context, who string) (string, error) {
	if who == "" || w.at.Now().Sub(w.began[who]) < 20*time.Minute && w.cookies[who] != "" {
		return w.cookies[who], nil
	}
	err := w.in.DB.Write(ctx, func(tx *db.Tx) error {
		id, err := demoAccount(tx, ctx, who)
		if err != nil {
			return fmt.Errorf("nobody is called %q: %w", who, err)
		}
		w.cookies[who], err = w.in.Gate.Begin(ctx, tx, id, true)
		return err
	})
	w.began[who] = w.at.Now()
	return w.cookies[who], err
}

func (w *walker) send(ctx context.Context, who string, r *http.Request) (*httptest.ResponseRecorder, error) {
	cookie, err := w.cookie(ctx, who)
	if err != nil {
		return nil, err
	}
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: "lr", Value: cookie})
	}
	rec := httptest.NewRecorder()
	w.in.Handler.ServeHTTP(rec, r.WithContext(ctx))
	return rec, nil
}

// get gives a page as the person sees it.
func (w *walker) get(ctx context.Context, who, path string) (string, error) {
	rec, err := w.send(ctx, who, httptest.NewRequest(http.MethodGet, path, nil))
	if err == nil && rec.Code != http.StatusOK {
		err = fmt.Errorf("%s opens %s: answer %d", who, path, rec.Code)
	}
	if err != nil {
		return "", err
	}
	return rec.Body.String(), nil
}

// post sends a form as the person does, and fails unless it was taken.
func (w *walker) post(ctx context.Context, who, path string, typed url.Values) error {
	cookie, err := w.cookie(ctx, who)
	if err != nil {
		return err
	}
	s, err := w.in.Gate.Find(ctx, cookie)
	if err != nil {
		return err
	}
	sent := url.Values{"_once": {w.in.Routes.Token(s)}}
	for k, v := range typed {
		sent[k] = v
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(sent.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec, err := w.send(ctx, who, r)
	if err == nil && rec.Code != http.StatusSeeOther {
		err = fmt.Errorf("%s sends %s: answer %d: %s", who, path, rec.Code, faults(rec.Body.String()))
	}
	return err
}

var faultLine = regexp.MustCompile(`(?s)ds_error-summary__list">(.*?)</ul>`)

// faults is what a page says is wrong, for a walk that went astray.
func faults(page string) string {
	if m := faultLine.FindStringSubmatch(page); m != nil {
		return strings.Join(strings.Fields(m[1]), " ")
	}
	return "no fault is named on the page"
}
