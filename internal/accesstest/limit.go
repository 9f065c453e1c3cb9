package accesstest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Limit has the lead officer put a limit on a topic of Own in force, because of
// a criminal case, and gives its id. Its words all have "Canarylimit" in them.
func (w *World) Limit(t testing.TB, topic, level string) string {
	t.Helper()
	lead, words := w.As(t, "lead"), []string{"Canarylimit words"}
	page := lead.Post(w.Path("new-parallel"), url.Values{"kind": {"criminal"}, "body": words, "contact": words, "status": {"active"},
		"constraint": {"limited"}, "why": words, "joint": {"no"}, "review": {"1 February 2027"}}).Is(http.StatusSeeOther).Location
	hold := lead.Post(page+"/new-limit", url.Values{"topic": {topic}, "level": {level}, "limits": words, "goes_on": words, "with": words, "ours": words,
		"agreed": {"1 November 2026"}, "review": {"1 February 2027"}, "agency": {Health}, "body": words, "sure": {"yes"}}).Is(http.StatusSeeOther).Location
	return hold[strings.LastIndex(hold, "/")+1:]
}
