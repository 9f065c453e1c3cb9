package chronology

import (
	"context"

	"lr/internal/access"
	"lr/internal/chronology/picture"
	"lr/internal/db"
	"lr/internal/document"
)

// ForReport is the picture of what happened as a report may show it: agencies have
// letters, time is counted from its beginning, and nobody is named. Without a dated
// entry there is none, and it says db.ErrNotFound. The act opens the compartment
// Chronology. [CI-LR]
func ForReport(ctx context.Context, tx *db.Tx, c access.Case) (document.Block, error) {
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return document.Block{}, err
	}
	bands, err := bandsOf(ctx, tx, c)
	if err != nil {
		return document.Block{}, err
	}
	p := picture.Lay(picture.Story{Events: plainOf(es), Bands: bands}, picture.View{}).Coded()
	if p.Shown == 0 {
		return document.Block{}, db.ErrNotFound
	}
	drawing, err := p.File("What happened, over time")
	if err != nil {
		return document.Block{}, err
	}
	heads, rows := p.Years()
	table := document.Table{Caption: "How many entries each agency has, by years from the first", Header: heads}
	for _, row := range rows {
		var cells []document.Words
		for _, cell := range row {
			cells = append(cells, document.Plain(cell))
		}
		table.Rows = append(table.Rows, cells)
	}
	return document.PictureOf(document.Picture{SVG: string(drawing), Says: p.Tells()}, table), nil
}
