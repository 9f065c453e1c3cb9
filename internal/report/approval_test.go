package report_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/report"
	"lr/internal/seal"
)

// seeing lets a test ask what other steps are given.
type seeing struct{}

func (seeing) Rule() access.Rule {
	return access.Rule{Name: "report_test.see", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Drafting)}}, Opens: seal.DraftReport}
}

func given(t *testing.T, w *accesstest.World, read func(context.Context, *db.Tx, access.Case) (report.Version, error)) (report.Version, error) {
	t.Helper()
	p, err := access.Check[seeing](context.Background(), w.Gate, w.Session(t, "lead"), w.Own, "")
	if err != nil {
		t.Fatal(err)
	}
	var v report.Version
	err = p.Read(context.Background(), func(tx *db.Tx) error {
		v, err = read(context.Background(), tx, p.Case)
		return err
	})
	return v, err
}

// What the committee approves is what it was shown, to the byte, and what is
// handed on. Chief officers know, and the Care Inspectorate is told within seven
// days. [CP24 p6, CI-LR, CI-AD]
func TestWhatIsApprovedIsWhatWasShown(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		cleared(t, w)
		w.As(t, "committee chair").Get("/").OK().Sees("Read the report and approve it for the committee")
		if _, err := given(t, w, report.Approved); err == nil {
			t.Fatal("a version counts as approved before it is")
		}
		w.Stage(t, access.Approving)
		approval := w.Path("report/approval")
		yes := approving(t, w)
		word := w.As(t, "committee chair").Get(w.Path("report/word/1")).OK().Body
		wrong := url.Values{"version": yes["version"], "hash": {strings.Repeat("0", 64)}, "on": yes["on"], "read": yes["read"]}
		w.As(t, "committee chair").Post(approval+"/approve", wrong).Is(http.StatusUnprocessableEntity).Sees("There is a newer version now")
		later := url.Values{"version": yes["version"], "hash": yes["hash"], "on": {"3 November 2026"}, "read": yes["read"]}
		w.As(t, "committee chair").Post(approval+"/approve", later).Is(http.StatusUnprocessableEntity).Sees("still to come")
		w.As(t, "lead").Post(approval+"/approve", yes).Is(http.StatusForbidden)
		w.As(t, "lead").Post(approval+"/notice/"+accesstest.Child, url.Values{"sent": {"2 November 2026"}}).Is(http.StatusNotFound)
		w.As(t, "committee chair").Post(approval+"/approve", yes).Is(http.StatusSeeOther)
		w.As(t, "committee chair").Post(approval+"/approve", yes).Is(http.StatusForbidden)
		v, err := given(t, w, report.Approved)
		if err != nil || v.Hash != yes.Get("hash") || v.ApprovedOn.String() != "2026-11-02" {
			t.Fatalf("approved: %v, hash %s", err, v.Hash)
		}
		if raw, err := report.Word(v); err != nil || string(raw) != word {
			t.Error("what is handed on is not the file that the committee read")
		}
		lead := w.As(t, "lead")
		lead.Post(approval+"/told", url.Values{"committee": {accesstest.Child}, "told": {"1 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("before the day")
		lead.Post(approval+"/told", url.Values{"committee": {accesstest.Child}, "told": {"2 November 2026"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().Sees("Tell the Care Inspectorate of the outcome", "9 November 2026", "Chief officers know of the report Done")
		notice := approval + "/notice/" + accesstest.Child
		lead.Get(notice).OK().Sees("1. Joining up", "Attached: report-version-1.docx", "Due 9 November 2026 , 7 days left")
		w.As(t, "reviewer").Post(w.Path("report/sections/facts"), url.Values{"text": {"Late words."}, "version": {"0"}}).OK()
		w.As(t, "reviewer").Post(w.Path("report/versions"), nil).Is(http.StatusUnprocessableEntity).Sees("It can no longer change")
		w.As(t, "reviewer").Post(w.Path("learning/new"), url.Values{"title": {"Late"}, "kind": {"learning"}}).Is(http.StatusForbidden)
		lead.Post(notice+"/fill", url.Values{"field-practice": {"They kept in touch."}, "version": {"3"}}).Is(http.StatusConflict)
		lead.Post(notice+"/fill", url.Values{"field-practice": {"They kept in touch."}, "version": {"0"}}).Is(http.StatusSeeOther)
		w.Clock.Advance(8 * 24 * time.Hour)
		w.Exec(t, `UPDATE session SET created_at = $1, seen_at = $1`, w.Clock.Now())
		lead.Get(notice).OK().Sees("Was due 9 November 2026", "They kept in touch.")
		golden(t, "outcome-child.json", lead.Get(notice+"/json").OK().Body)
		golden(t, "outcome-child.txt", shown(t, lead.Get(notice+"/word").OK().Body))
		lead.Post(notice, url.Values{"sent": {"1 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("before the day on which chief officers knew")
		lead.Post(notice, url.Values{"sent": {"10 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("Say why it was late")
		lead.Post(notice, url.Values{"sent": {"10 November 2026"}, "reference": {"CI 1"}, "late": {"Their form was down."}}).Is(http.StatusSeeOther)
		lead.Post(notice, url.Values{"sent": {"10 November 2026"}, "late": {"Again."}}).Is(http.StatusConflict)
		lead.Get(notice).OK().Sees("Reference: CI 1.", "It was late: Their form was down.")
		w.As(t, "reviewer").Get(notice).Is(http.StatusForbidden)
		w.As(t, "committee chair").Get(notice + "/json").Is(http.StatusForbidden)
		lead.Get(w.Path("")).OK().Sees("The Care Inspectorate knows of the outcome Done", "Move on to: Publication")
		w.Stage(t, access.Publishing)
		if again, err := given(t, w, report.Approved); err != nil || again.Hash != v.Hash {
			t.Errorf("after the approval: %v, hash %s", err, again.Hash)
		}
	}, features...)
}

// Where the committee's chief officers ratify, they do it themselves, and of the
// bytes they were shown. [ASP22 p4]
func TestChiefOfficersRatifyWhereTheyDo(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		w.Exec(t, `UPDATE committee SET settings = '{"chief_officers":"ratify"}' WHERE id = $1`, accesstest.Child)
		cleared(t, w)
		w.As(t, "chief").Get(w.Path("report/approval")).Is(http.StatusForbidden)
		w.Stage(t, access.Approving)
		yes := approving(t, w)
		w.As(t, "chief").Post(w.Path("report/approval/ratify"), yes).Is(http.StatusForbidden)
		w.As(t, "committee chair").Post(w.Path("report/approval/approve"), yes).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(w.Path("report/approval/told"), url.Values{"committee": {accesstest.Child}, "told": {"2 November 2026"}}).Is(http.StatusUnprocessableEntity)
		w.As(t, "chief").Get("/").OK().Sees("Read the approved report and ratify it")
		w.As(t, "chief").Get(w.Path("report/approval")).OK().Sees("Child 1 came to harm.")
		w.As(t, "chief").Post(w.Path("report/approval/ratify"), yes).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("report/approval")).OK().Sees("Ratified on 2 November 2026")
	}, features...)
}

// A version that was not cleared or not signed is not approved, and one that was
// made after the approval has none.
func TestOnlyAClearAndSignedVersionIsApproved(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		write(t, w, "introduction", "Child 1 came to harm.")
		makeVersion(t, w)
		w.Stage(t, access.Approving)
		chair := w.As(t, "committee chair")
		chair.Post(w.Path("report/approval/approve"), approving(t, w)).Is(http.StatusUnprocessableEntity).Sees("not cleared of identifiers")
		check(t, w)
		chair.Post(w.Path("report/approval/approve"), approving(t, w)).Is(http.StatusUnprocessableEntity).Sees("has not finished its scrutiny")
		sign(t, w, "team").OK()
		sign(t, w, "team two").OK()
		old := approving(t, w)
		write(t, w, "introduction", "Child 1 came to serious harm.")
		makeVersion(t, w)
		chair.Post(w.Path("report/approval/approve"), old).Is(http.StatusUnprocessableEntity).Sees("There is a newer version now")
		check(t, w)
		sign(t, w, "team").OK()
		sign(t, w, "team two").OK()
		chair.Post(w.Path("report/approval/approve"), approving(t, w)).Is(http.StatusSeeOther)
		write(t, w, "introduction", "Child 1 came to harm again.")
		makeVersion(t, w)
		if _, err := given(t, w, report.Approved); err == nil {
			t.Error("the approval went over to a version that nobody approved")
		}
	}, features...)
}
