package org.radiologytrust.cases;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * The truth about a case: the content of its {@code truth.json}.
 *
 * @param modality DICOM Modality of the study
 * @param bodyPart DICOM BodyPartExamined of the study
 * @param split {@code train}, {@code held} (combinations never trained on), {@code unseen}
 *     (findings and phrases never trained on), or any word that an importer chooses
 * @param quality how well the images can be read: good, limited or poor
 * @param findings what the images show, in any order; empty for a normal study
 * @param claims what the report states, in text order; empty if unknown
 */
@JsonIgnoreProperties("summaries") // of cases made for the product before 0.2
public record Truth(
    String modality,
    String bodyPart,
    String split,
    String quality,
    List<TrueFinding> findings,
    List<TrueClaim> claims) {
  public Truth {
    modality = Texts.orEmpty(modality);
    bodyPart = Texts.orEmpty(bodyPart);
    split = Texts.orEmpty(split);
    quality = Texts.orEmpty(quality).isEmpty() ? "good" : quality;
    findings = Texts.copy(findings);
    claims = Texts.copy(claims);
  }
}
