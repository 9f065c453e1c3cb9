package agencyreport

import (
	"bytes"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// wordType is the type of a Word file.
const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Download is to take a released report away as a file. Whoever reads it may: it
// is told apart in the log.
type Download struct{}

func (Download) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.download", Who: Read{}.Rule().Who, Opens: seal.AgencyReport}
}

// wordFile hands out a version as a Word file, which says on every page who took it.
func wordFile(r *web.Request, p access.Pass[Download]) (web.Answer, error) {
	var b bytes.Buffer
	d := reportData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := d.fill(r.Context(), tx, p.Case, r.Path("agency"), r.Path("version")); err != nil {
			return err
		}
		if d.Held {
			return db.ErrNotFound
		}
		people, err := p.People(r.Context(), tx)
		if err != nil {
			return err
		}
		reader := seal.Text{}
		for _, one := range people {
			if one.ID == p.Person() {
				reader = one.Name
			}
		}
		return document.Word(&b, d.document(p.Code(), reader))
	})
	return web.File(fmt.Sprintf("agency-report-version-%d.docx", d.Report.Version), wordType, b.Bytes()), err
}

// document is the version as it is handed out.
func (d reportData) document(code string, reader seal.Text) document.Document {
	v := d.Report
	out := document.Document{Title: "Report of " + v.AgencyName,
		Header: fmt.Sprintf("%s. Version %d. Official-Sensitive-Personal", code, v.Version), Footer: "Copy of " + reader.Reveal()}
	put := func(blocks ...document.Block) { out.Blocks = append(out.Blocks, blocks...) }
	if !v.Correction.Empty() {
		put(document.Note(document.Words{document.Bold("Why this version corrects the one before: "), {Text: v.Correction.Reveal()}}))
	}
	section := ""
	for _, p := range v.parts {
		if p.Section != section {
			section = p.Section
			put(document.Heading(1, section))
		}
		put(document.Heading(2, p.Title))
		for _, l := range p.Lines {
			if l.Label != "" {
				put(document.Heading(3, l.Label))
			}
			put(document.Paragraph(document.Run{Text: l.Text.Reveal()}))
		}
	}
	put(document.Heading(1, "How to check this copy"),
		document.Paragraph(document.Run{Text: fmt.Sprintf("Signed and released with %d entries of the chronology. SHA-256 of what was signed: %s", v.Chronology.Entries, v.Hash)}))
	return out
}
