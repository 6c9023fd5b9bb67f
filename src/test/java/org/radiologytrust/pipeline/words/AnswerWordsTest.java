package org.radiologytrust.pipeline.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;

@Tag("safety")
class AnswerWordsTest {
  private final AnswerWords words = new AnswerWords(SiteFiles.shipped());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Right effusion.|A right effusion is possible but cannot be confirmed on these images.|it speaks of the images or of the audit",
        "Right effusion.|The claim of a right effusion is uncertain.|it speaks of the images or of the audit",
        "Right effusion.|Possible right effusion and pneumonia.|it names a finding that the claim does not",
        "Right effusion.|Possible left effusion.|it names a side that the claim does not",
        "Effusion.|Possible left effusion.|it names a side that the claim does not",
        "A nodule of 8 mm.|A possible nodule of 18 mm.|it has a number that the claim does not",
        "No effusion.|There is an effusion.|it denies what the claim says, or says what it denies",
        "There is an effusion.|No effusion.|it denies what the claim says, or says what it denies",
      })
  void aWordingThatSaysSomethingElseIsRefused(String claim, String wording, String why) {
    assertEquals(Optional.of(why), words.refused(claim, wording));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Right effusion.|A right effusion is possible.",
        "Left pleural effusion, definitely malignant.|Left pleural effusion, of which the cause cannot be told.",
        "A nodule of 8 mm.|Possibly a nodule of 8 mm.",
        "No effusion.|No definite effusion.",
        "Nodule on image 34.|Possible nodule on image 34.",
      })
  void aWordingThatSaysTheSameLessSurelyStays(String claim, String wording) {
    assertEquals(Optional.empty(), words.refused(claim, wording));
  }

  @ParameterizedTest
  @CsvSource({
    "The image is blank.,true",
    "blank image; ; ,true",
    "The image is not blank.,false",
    "opacity; right lung; denser area,false"
  })
  void itKnowsWhatCallsAnImageBlank(String text, boolean blank) {
    assertEquals(blank, words.callsBlank(text));
  }
}
