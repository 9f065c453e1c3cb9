package agencyreport_test

import (
	"net/http"
	"net/url"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
)

// A limit on the records of one agency stands against asking that one, and no
// other. [CP24 p8]
func TestALimitOnOneAgencysRecordsLeavesTheOthers(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		w.Limit(t, "records", "never") // of Health
		lead := w.As(t, "lead")
		lead.Get(w.Path("requests")).OK().Sees("Limit on the records of Exampleshire Health Board", "Canarylimit words")
		w.As(t, "committee chair").Get(w.Path("requests")).OK().Sees("Canarylimit words")
		asked := func(agency string) url.Values {
			return url.Values{"agency": {agency}, "about": {"Morag Example"}, "outline": {"An event was notified."}, "due": {"20 November 2026"}}
		}
		lead.Post(w.Path("requests"), asked(accesstest.Health)).Is(http.StatusUnprocessableEntity).Sees("There is a limit on the records of Exampleshire Health Board")
		lead.Get(w.Path("requests")).Sees("No agency was asked yet.")
		lead.Post(w.Path("requests"), asked(accesstest.Social)).Is(http.StatusSeeOther)
	}, agencyreport.Feature)
}
