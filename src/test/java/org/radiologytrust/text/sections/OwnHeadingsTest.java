package org.radiologytrust.text.sections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.DocumentCopy;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Sentence;

/** A heading that the product puts into a report is no claim, in any shipped language. */
class OwnHeadingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"en", "de"})
  void makeNoSentence(String language) {
    SiteFiles files = SiteFiles.shipped();
    Segmenter segmenter = new Segmenter(language.equals("en") ? files : files.language(language));
    for (String heading :
        Stream.concat(
                Stream.of(Addendum.HEADING),
                Arrays.stream(Format.values()).map(DocumentCopy::heading))
            .toList()) {
      String text = "Liver normal.\n\n" + heading + "\nSpleen normal.";
      Audit audit =
          segmenter.segment(Audit.of(UUID.randomUUID(), SampleRecords.report("A", text)).build());
      assertEquals(
          List.of("Liver normal.", "Spleen normal."),
          audit.sentences().stream().map(Sentence::text).toList(),
          heading);
    }
  }
}
