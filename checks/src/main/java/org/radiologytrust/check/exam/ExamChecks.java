package org.radiologytrust.check.exam;

import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Sides;

/** The checks that compare the report with its order and with the tags of its images. */
public final class ExamChecks {
  private final ExaminedSide examinedSide;
  private final ExaminationKinds kinds;
  private final List<Check> all;

  public ExamChecks(SiteFiles files, Sides sides) {
    BodyParts parts = new BodyParts(files);
    Modalities modalities = new Modalities(files);
    examinedSide = new ExaminedSide(sides, parts, modalities);
    kinds = new ExaminationKinds(parts, modalities, sides);
    ContrastWords contrast = new ContrastWords(files);
    ViewWords views = new ViewWords(files);
    all =
        List.of(
            new SideOrder(files, sides, parts, modalities),
            new SideImages(sides, parts, modalities),
            new ModalityOrder(modalities),
            new ModalityImages(modalities),
            new BodyPartOrder(parts, modalities, sides),
            new BodyPartImages(parts, modalities, sides),
            new ContrastOrder(contrast, modalities),
            new ExamWithin(contrast, modalities, views, parts),
            new ViewsOrder(views, modalities));
  }

  /** All of them, in the order in which they run. */
  public List<Check> all() {
    return all;
  }

  /** Tells which examinations are of one kind. */
  public ExaminationKinds kinds() {
    return kinds;
  }

  /** Compares the report's statements with the examination that it names. */
  public ExaminedSide examinedSide() {
    return examinedSide;
  }
}
