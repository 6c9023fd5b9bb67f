package org.radiologytrust.page.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.PageStream;
import org.radiologytrust.presign.Draft;
import org.radiologytrust.presign.ImageCheck;

/**
 * The page of a check with an image. It is sent while the steps run: the template asks for the
 * result of each step, which takes until the step has ended, and at last for what was found.
 */
final class LookedPage {
  private static final Map<String, String> WORDS =
      Map.of(
          "claims", "Divide the text into claims",
          "findings", "Describe the image without the text",
          "alignment", "Compare text and image",
          "blank", "Compare the text with a blank image",
          "rewrite", "Propose wordings");

  private final Layout layout;
  private final DraftForm form;
  private final boolean reads;
  private final ImageCheck check;
  private final Function<Draft, CheckedDraft> shown;
  private final PageStream stream;
  private String failed = "";

  /**
   * @param form what was typed, without the image
   * @param reads whether the user may read audits
   * @param shown what is shown of a checked report
   */
  LookedPage(
      Layout layout,
      DraftForm form,
      boolean reads,
      ImageCheck check,
      Function<Draft, CheckedDraft> shown,
      PageStream stream) {
    this.layout = layout;
    this.form = form;
    this.reads = reads;
    this.check = check;
    this.shown = shown;
    this.stream = stream;
  }

  Layout layout() {
    return layout;
  }

  boolean reads() {
    return reads;
  }

  boolean tagged() {
    return check.tagged();
  }

  /** What the tags of the image contradict, in one sentence; empty if nothing. */
  String contradiction() {
    if (!check.otherPatient().isEmpty()) {
      return "This image is of another patient: "
          + check.otherPatient()
          + (check.otherPatient().contains(",") ? " differ" : " differs")
          + " from what was typed. It was not opened.";
    }
    return check.contradicting().isEmpty()
        ? ""
        : "The tags of the image contradict what was typed: "
            + String.join(", ", check.contradicting())
            + ". Is it the image of this report?";
  }

  /** The steps. Each must be asked for its result before the next one. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    check.steps().forEach(name -> steps.add(new Step(name)));
    return steps;
  }

  /** A step of the model. */
  final class Step {
    private final String name;

    private Step(String name) {
      this.name = name;
    }

    String words() {
      return WORDS.getOrDefault(name, name);
    }

    /** Runs the step, unless one before it failed: such as {@code done, 3 s}. */
    String result() {
      if (!failed.isEmpty()) {
        return "not begun";
      }
      stream.send();
      long began = System.nanoTime();
      try {
        Optional<String> why = check.run(name);
        why.ifPresent(reason -> failed = "“" + words() + "” was not done. " + reason);
        return (why.isEmpty() ? "done, " : "failed, ")
            + Math.round((System.nanoTime() - began) / 1e9)
            + " s";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("the browser has gone");
      }
    }
  }

  /** Why the image was not compared with the text; empty if it was. Asked for after the steps. */
  String notCompared() {
    if (check.compared()) {
      return "";
    }
    if (!check.otherPatient().isEmpty()) {
      return "It is of another patient.";
    }
    return check.lacking().orElse(failed);
  }

  /** Why wordings are missing although the image was compared; empty if none are. */
  String incomplete() {
    return check.compared() ? failed : "";
  }

  /** What was found. Asked for after the steps. */
  DraftPage found() {
    return new DraftPage(
        layout,
        form,
        "",
        0,
        reads,
        shown.apply(check.ended()).looked(notCompared(), check.notes()));
  }
}
