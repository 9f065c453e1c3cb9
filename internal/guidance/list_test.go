package guidance

import (
	"strings"
	"testing"
)

func TestALineOfTheListSaysWhatIsAskedAndHowMuch(t *testing.T) {
	t.Parallel()
	good := "# a note\n\nXX26 p1 | must | ours | Do it\nXX26 p2 | may | none | Have tea | people do"
	read, err := parseParagraphs(good)
	if err != nil || len(read) != 2 {
		t.Fatalf("%v, %v", read, err)
	}
	if want := (Paragraph{"XX26 p2", May, None, "Have tea", "people do"}); read[1] != want {
		t.Errorf("read %+v", read[1])
	}
	tests := []struct{ line, want string }{
		{"XX26 p1 | must | ours", "cells"},
		{"XX26 p1 | must | ours | Do it | why | more", "cells"},
		{" | must | ours | Do it", "asks"},
		{"XX26 p1 | must | ours | ", "asks"},
		{"XX26 p1 | shall | ours | Do it", "force"},
		{"XX26 p1 | must | theirs | Do it", "share"},
		{"XX26 p1 | must | later | Do it", "why"},
		{"XX26 p1 | must | none | Do it | ", "why"},
		{"XX26 p1 | must | ours | Do it\nXX26 p1 | must | ours | Do it", "twice"},
	}
	for _, tt := range tests {
		if _, err := parseParagraphs(tt.line); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want something of %q", tt.line, err, tt.want)
		}
	}
}

func TestAPageCanSayWhyItAsks(t *testing.T) {
	t.Parallel()
	if p, ok := Why("ASP22 p8"); !ok || p.Force != Must || p.Asks == "" {
		t.Errorf("%+v", p)
	}
	if _, ok := Why("ASP22 p99"); ok {
		t.Error("page 99 is in the list")
	}
}
