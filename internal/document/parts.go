package document

import (
	"strconv"
	"strings"
)

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace  = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	relSpace   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	namespaces = `xmlns:w="` + mainSpace + `" xmlns:r="` + relSpace + `"`
	mimeStart  = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + mimeStart + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + mimeStart + `styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + mimeStart + `numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + mimeStart + `settings+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + mimeStart + `header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + mimeStart + `footer+xml"/>` +
	`</Types>`

const packageRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

const documentRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relSpace + `/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + relSpace + `/numbering" Target="numbering.xml"/>` +
	`<Relationship Id="rId3" Type="` + relSpace + `/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId4" Type="` + relSpace + `/header" Target="header1.xml"/>` +
	`<Relationship Id="rId5" Type="` + relSpace + `/footer" Target="footer1.xml"/>` +
	`</Relationships>`

const settings = `<w:settings ` + namespaces + `><w:removePersonalInformation/>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
	`</w:settings>`

// styles holds LANGUAGE where the document's language goes.
const styles = `<w:styles ` + namespaces + `><w:docDefaults>` +
	`<w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="LANGUAGE" w:eastAsia="LANGUAGE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
	`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>` +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="320" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:b/><w:sz w:val="48"/><w:szCs w:val="48"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="400" w:after="160"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="30"/><w:szCs w:val="30"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="80"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="ListNumber"><w:name w:val="List Number"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="80"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="160" w:after="80"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText"><w:name w:val="Table Text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableHead"><w:name w:val="Table Head"/><w:basedOn w:val="TableText"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/><w:pPr><w:pBdr>` +
	`<w:top w:val="single" w:sz="8" w:space="6" w:color="404040"/><w:left w:val="single" w:sz="8" w:space="6" w:color="404040"/><w:bottom w:val="single" w:sz="8" w:space="6" w:color="404040"/><w:right w:val="single" w:sz="8" w:space="6" w:color="404040"/>` +
	`</w:pBdr><w:ind w:left="170" w:right="170"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>` +
	`<w:top w:val="single" w:sz="4" w:space="0" w:color="808080"/><w:left w:val="single" w:sz="4" w:space="0" w:color="808080"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="808080"/><w:right w:val="single" w:sz="4" w:space="0" w:color="808080"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="808080"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="808080"/>` +
	`</w:tblBorders></w:tblPr></w:style>` +
	`</w:styles>`

func fill(template, hole, value string) string {
	return strings.ReplaceAll(template, hole, value)
}

func coreProperties(d Document) string {
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escape(d.Title) + `</dc:title><dc:language>` + d.language() + `</dc:language></cp:coreProperties>`
}

func header(d Document) string {
	w := &writer{}
	w.put(`<w:hdr `, namespaces, `>`)
	w.paragraph("Header", "", Plain(d.Header))
	w.put(`</w:hdr>`)
	return w.String()
}

func footer(d Document) string {
	w := &writer{}
	w.put(`<w:ftr `, namespaces, `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>`)
	w.run(Run{Text: d.Footer + "\tPage "})
	w.put(`<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>`)
	w.run(Run{Text: " of "})
	w.put(`<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>`)
	return w.String()
}

// numbering holds the bullets as list 1, and a list for each counted one, so
// that every one of them begins at 1.
func numbering(lists int) string {
	w := &writer{}
	w.put(`<w:numbering `, namespaces, `>`)
	for id, level := range []struct{ format, text string }{{"bullet", "•"}, {"decimal", "%1."}} {
		w.put(`<w:abstractNum w:abstractNumId="`, strconv.Itoa(id), `"><w:multiLevelType w:val="singleLevel"/>`,
			`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="`, level.format, `"/><w:lvlText w:val="`, level.text, `"/><w:lvlJc w:val="left"/>`,
			`<w:pPr><w:ind w:left="567" w:hanging="397"/></w:pPr></w:lvl></w:abstractNum>`)
	}
	w.put(`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	for i := range lists {
		w.put(`<w:num w:numId="`, strconv.Itoa(i+2), `"><w:abstractNumId w:val="1"/>`,
			`<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`)
	}
	w.put(`</w:numbering>`)
	return w.String()
}
