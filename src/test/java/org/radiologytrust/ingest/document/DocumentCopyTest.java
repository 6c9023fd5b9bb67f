package org.radiologytrust.ingest.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentCopyTest {
  private static final String MESSAGE =
      """
      FINDINGS:
      Follow-up of a 1.5 cm nodule in the right upper lobe. There is no fracture of the rib.
      IMPRESSION: Unchanged nodule.""";

  @Test
  void otherLayoutIsCopy() {
    assertEquals(
        "",
        only(
            """
            Findings

            Follow up of a 1.5 cm nod-
            ule in the right
            upper lobe.  There is no
            fracture of the rib.

            Impression
            Unchanged nodule"""));
  }

  @Test
  void otherOrderIsCopy() {
    assertEquals("", only("IMPRESSION:\nUnchanged nodule.\nThere is no fracture of the rib."));
  }

  @Test
  void whatOnlyTheDocumentSaysIsKept() {
    assertEquals(
        "There is a fracture\nof the rib.\n\nAddendum: biopsy.",
        only(
            """
            There is a fracture
            of the rib. Unchanged nodule.
            Addendum: biopsy."""));
  }

  @ParameterizedTest
  @CsvSource({
    "Fracture of the rib.",
    "There is fracture of the rib.",
    "There is no fracture of the ribs.",
    "Follow-up of a 15 cm nodule in the right upper lobe.",
    "Follow-up of a 1 5 cm nodule in the right upper lobe.",
    "Follow-up of a -1.5 cm nodule in the right upper lobe.",
    "nodule",
    "Unchanged nodule?",
  })
  void anotherStatementIsNoCopy(String statement) {
    assertEquals(statement, only(statement));
  }

  @Test
  void placesOfTheRestArePlacesOfItsWords() {
    Document pdf =
        (Document) TestDocuments.reader().read(Pdfs.of("Unchanged nodule. Biopsy needed."), "");
    List<Document.Line> rest = DocumentCopy.onlyIn(pdf, MESSAGE);
    assertEquals("Biopsy needed.", rest.get(0).text());
    assertEquals(pdf.lines().get(0).places().get(2).box(), rest.get(0).places().get(0).box());
    assertEquals("Biopsy", rest.get(0).places().get(0).word().in(rest.get(0).text()));
  }

  private static String only(String document) {
    List<Document.Line> lines = document.lines().map(Document.Line::new).toList();
    return DocumentCopy.onlyIn(new Document(Format.PLAIN, lines, List.of()), MESSAGE).stream()
        .map(Document.Line::text)
        .collect(Collectors.joining("\n"));
  }
}
