package dissemination_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/dissemination"
	"lr/internal/document"
	"lr/internal/learning"
	"lr/internal/report"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var features = []web.Feature{learning.Feature, report.Feature, dissemination.Feature}

// planting puts into the reviews what the steps before would have.
type planting struct{}

func (planting) Rule() access.Rule {
	return access.Rule{Name: "dissemination_test.plant", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Received)}},
		Opens: seal.DraftReport | seal.Identity}
}

func plantIn(t *testing.T, w *accesstest.World, who, id string, fill func(tx *db.Tx, c access.Case) error) {
	t.Helper()
	p, err := access.Check[planting](context.Background(), w.Gate, w.Session(t, who), id, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(context.Background(), func(tx *db.Tx) error { return fill(tx, p.Case) }); err != nil {
		t.Fatal(err)
	}
}

// theReport is what the committee approved.
var theReport = document.Document{Title: "Learning review report", Blocks: []document.Block{
	document.Heading(1, "Background"), document.Paragraph(document.Run{Text: "It began with a move."}),
	document.Heading(1, "Analysis"), document.Paragraph(document.Run{Text: "Nobody held the plan."})}}

// publishing is a world at the stage Publication. Own has a learning point and an
// approved report, and knows a child; Other has a point and a child of its own.
func publishing(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Stage(t, access.Publishing)
	rename(t, w)
	plantIn(t, w, "lead", w.Own, func(tx *db.Tx, c access.Case) error {
		if _, err := review.AddKnown(context.Background(), tx, c, "Child", review.Known{Name: seal.T("Morag Canaryname")}); err != nil {
			return err
		}
		if err := point(tx, c, "p1", "Handing over", "Each handover needs a plan."); err != nil {
			return err
		}
		return approved(tx, c, theReport)
	})
	plantIn(t, w, "other lead", w.Other, func(tx *db.Tx, c access.Case) error {
		return point(tx, c, "o1", "Othercanary title", "Othercanary words.")
	})
}

// rename gives everybody a name of which no part is an everyday word.
func rename(t *testing.T, w *accesstest.World) {
	t.Helper()
	if err := w.DB.Write(context.Background(), func(tx *db.Tx) error {
		all, err := db.All(context.Background(), tx, db.Column[string], `SELECT id FROM account`)
		for _, id := range all {
			if err := w.Gate.Rename(context.Background(), tx, id, seal.T("Zebedina Inventedson")); err != nil {
				return err
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func point(tx *db.Tx, c access.Case, id, title, what string) error {
	at := c.At(seal.DraftReport, "learning_point", &id)
	_, err := tx.Exec(context.Background(), `INSERT INTO learning_point (id, review_id, kind, theme, title, what, how, why, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, c.Review(), at.Seal("kind", seal.T("learning")), at.Seal("theme", seal.T("p-planning")),
		at.Seal("title", seal.T(title)), at.Seal("what", seal.T(what)), at.Seal("how", seal.T("At the event.")), at.Seal("why", seal.T("It helps.")), tx.Now())
	return err
}

func approved(tx *db.Tx, c access.Case, d document.Document) error {
	raw, err := json.Marshal(map[string]any{"format": 1, "number": 1, "document": d, "points": []string{}, "strategies": ""})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(raw)
	hash, id := hex.EncodeToString(sum[:]), db.NewID()
	if _, err := tx.Exec(context.Background(), `INSERT INTO report_version (id, review_id, number, hash, content, made_by, made_at) VALUES ($1, $2, 1, $3, $4, $5, $6)`,
		id, c.Review(), hash, c.At(seal.DraftReport, "report_version", &id).Seal("content", seal.T(string(raw))), c.Person(), tx.Now()); err != nil {
		return err
	}
	_, err = tx.Exec(context.Background(), `INSERT INTO report_approval (id, review_id, version_id, committee_id, step, hash, day, account_id, at)
		VALUES ($1, $2, $3, $4, 'committee', $5, $6, $7, $8)`, db.NewID(), c.Review(), id, accesstest.Child, hash, db.DateOf(tx.Now()), c.Person(), tx.Now())
	return err
}
