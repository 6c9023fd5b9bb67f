package org.radiologytrust.page;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Instance;
import org.radiologytrust.page.ImagePane.Preset;
import org.radiologytrust.page.ImagePane.Said;
import org.radiologytrust.page.ImagePane.Seen;
import org.radiologytrust.page.ImagePane.State;

/** Makes the image panes of reports. */
final class ImagePanes {
  private static final int SHORT = 4;

  private final ViewWindows windows;
  private final ViewerLink viewer;
  private final Clock clock;

  ImagePanes(ViewWindows windows, ViewerLink viewer, Clock clock) {
    this.windows = windows;
    this.viewer = viewer;
    this.clock = clock;
  }

  /** The pane of a report whose audit has not begun. */
  ImagePane waiting(UUID report) {
    return new ImagePane(report, report, State.WAITING, List.of(), List.of(), "", List.of(), "");
  }

  /** The pane of an audit. */
  ImagePane of(UUID report, Audit audit) {
    StudyImages images = StudyImages.of(audit);
    List<Seen> seen = seen(images, audit);
    Instance first = images.image(seen.isEmpty() ? 1 : seen.get(0).number()).orElse(null);
    return new ImagePane(
        report,
        audit.runId(),
        state(images, seen, audit),
        images.frameCounts(),
        seen,
        audit.started() == null ? "" : Times.at(audit.started(), clock.instant()),
        first == null ? List.of() : presets(windows.of(first)),
        audit.studies().stream().findFirst().flatMap(viewer::to).orElse(""));
  }

  private static State state(StudyImages images, List<Seen> seen, Audit audit) {
    if (images.all().isEmpty()) {
      return State.NONE;
    }
    if (!seen.isEmpty()) {
      return State.SEEN;
    }
    return audit.reads().isEmpty() ? State.UNSEEN : State.UNRECORDED;
  }

  private static List<Seen> seen(StudyImages images, Audit audit) {
    List<Seen> seen = new ArrayList<>();
    for (int number = 1; number <= images.all().size(); number++) {
      Instance image = images.all().get(number - 1);
      List<String> hashes = images.hashes(image);
      if (!hashes.isEmpty()) {
        String hash = hashes.get(0);
        seen.add(new Seen(number, images.position(number), digits(hash), findings(image, audit)));
      }
    }
    return seen;
  }

  /** The first 8 digits of a hash, such as {@code 3ab9 04e1}. */
  static String digits(String sha256) {
    return sha256.substring(0, SHORT) + " " + sha256.substring(SHORT, 2 * SHORT);
  }

  private static List<Preset> presets(List<ViewWindows.Window> windows) {
    List<Preset> presets = new ArrayList<>();
    for (ViewWindows.Window window : windows) {
      presets.add(new Preset(window.name(), window.text(), presets.size() + 1));
    }
    return presets;
  }

  private static List<Said> findings(Instance image, Audit audit) {
    List<Finding> findings =
        audit.reads().stream()
            .filter(read -> read.sopInstanceUid().equals(image.sopInstanceUid()))
            .flatMap(read -> read.findings().stream())
            .toList();
    List<Said> said = new ArrayList<>();
    for (Finding finding : findings) {
      boolean last = said.size() == findings.size() - 1;
      said.add(new Said(finding.description(), finding.location(), last));
    }
    return said;
  }
}
