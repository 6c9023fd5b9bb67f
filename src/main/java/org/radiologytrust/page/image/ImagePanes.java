package org.radiologytrust.page.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.model.ShownSlices;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.image.ImagePane.Preset;
import org.radiologytrust.page.image.ImagePane.Prior;
import org.radiologytrust.page.image.ImagePane.PriorImage;
import org.radiologytrust.page.image.ImagePane.Said;
import org.radiologytrust.page.image.ImagePane.Seen;
import org.radiologytrust.page.image.ImagePane.State;
import org.radiologytrust.page.opened.Arrivals;
import org.radiologytrust.page.opened.Identities;
import org.radiologytrust.page.opened.NoImages;
import org.radiologytrust.page.opened.Opened;
import org.radiologytrust.page.opened.ReportState;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/** Makes the image panes of reports. */
public final class ImagePanes {
  private static final int SHORT = 4;

  /** Modalities whose images lie behind one another, so that the first shows little. */
  private static final Set<String> STACKS = Set.of("CT", "MR", "PT");

  private final ViewWindows windows;
  private final boolean viewer;
  private final Arrivals arrivals;

  /**
   * @param viewer whether the site has a viewer of its own
   */
  public ImagePanes(ViewWindows windows, boolean viewer, Arrivals arrivals) {
    this.windows = windows;
    this.viewer = viewer;
    this.arrivals = arrivals;
  }

  /** What stands beside a report that somebody opened. */
  public Pane of(Opened opened) {
    if (opened.state() == ReportState.WITHDRAWN) {
      return none(NoImages.withdrawn());
    }
    Optional<Audit> audit = opened.audit();
    if (audit.filter(Audit::imagesRefused).isPresent()) {
      return Pane.of(identities(opened));
    }
    Optional<Decision> takenBack = opened.takenBack();
    if (takenBack.isPresent()) {
      Decision by = takenBack.get();
      return Pane.of(NoImages.takenBack(by.user(), Times.at(by.at(), opened.now())));
    }
    if (audit.filter(a -> !StudyImages.of(a).all().isEmpty()).isPresent()) {
      return arrivals.canShow()
          ? Pane.of(images(opened, audit.get()))
          : Pane.of(NoImages.notUsed());
    }
    return none(arrivals.none(opened));
  }

  private Pane none(NoImages why) {
    return arrivals.canShow() ? Pane.of(why) : Pane.line(why);
  }

  /** The identities that were compared for the audit of a report. */
  public Identities identities(Opened opened) {
    Audit audit = opened.audit().orElseThrow();
    return Identities.of(audit, number -> link(opened.id(), audit, "other", number), opened.now());
  }

  private String link(UUID report, Audit audit, String of, int number) {
    return viewer
        ? "/reports/" + report + "/viewer?run=" + audit.runId() + "&" + of + "=" + number
        : "";
  }

  private ImagePane images(Opened opened, Audit audit) {
    StudyImages images = StudyImages.of(audit);
    List<Seen> seen = seen(images, audit);
    ShownFlags shown = ShownFlags.of(audit, opened.history().decisions());
    Map<Integer, Integer> named = named(shown, audit, images);
    int first = first(shown, named, images, seen);
    return new ImagePane(
        opened.id(),
        audit.runId(),
        state(seen, audit),
        images.frameCounts(),
        first,
        named,
        seen,
        audit.started() == null ? "" : Times.at(audit.started(), opened.now()),
        images.at(first).map(windows::of).map(ImagePanes::presets).orElse(List.of()),
        link(opened.id(), audit, "study", 1),
        ShownSlices.words(audit.studies(), audit.instances()),
        priors(images, audit),
        PriorStudy.words(audit.priors(), false));
  }

  private static List<Prior> priors(StudyImages images, Audit audit) {
    List<Prior> priors = new ArrayList<>();
    int number = images.all().size();
    for (PriorStudy prior : audit.shownPriors()) {
      List<PriorImage> of = new ArrayList<>();
      for (Instance image : prior.instances()) {
        of.add(new PriorImage(of.size() + 1, ++number, image.shownFrame()));
      }
      priors.add(new Prior(Texts.capital(prior.words()), of));
    }
    return priors;
  }

  /**
   * The position that shows first: that of an image that a flag names, if there is one. Open flags
   * come before decided ones, and questions come last. Otherwise, in a stack, it is the image that
   * the model was shown nearest to the middle; elsewhere, the first that it was shown.
   */
  private static int first(
      ShownFlags shown, Map<Integer, Integer> named, StudyImages images, List<Seen> seen) {
    return Stream.of(shown.open(), shown.flags(), shown.all())
        .flatMap(List::stream)
        .flatMap(flag -> Stream.ofNullable(named.get(flag.problem().number())))
        .findFirst()
        .orElseGet(() -> unnamed(images, seen.stream().map(Seen::position)));
  }

  private static int unnamed(StudyImages images, Stream<Integer> seen) {
    int middle = images.middle();
    boolean stack =
        images.at(middle).filter(image -> STACKS.contains(image.modality())).isPresent();
    return stack
        ? seen.min(Comparator.comparing(position -> Math.abs(position - middle))).orElse(middle)
        : seen.findFirst().orElse(1);
  }

  /** The positions of the images that flags and questions name, by their numbers. */
  private static Map<Integer, Integer> named(ShownFlags shown, Audit audit, StudyImages images) {
    Map<String, String> uids =
        audit.reads().stream()
            .flatMap(read -> read.findings().stream())
            .collect(Collectors.toMap(Finding::id, Finding::sopInstanceUid, (one, other) -> one));
    Map<Integer, Integer> named = new HashMap<>();
    for (ShownFlag flag : shown.all()) {
      Problem problem = flag.problem();
      Problems.findings(audit, problem).stream()
          .flatMap(finding -> Stream.ofNullable(uids.get(finding)))
          .flatMap(image -> images.position(image).stream())
          .findFirst()
          .ifPresent(position -> named.put(problem.number(), position));
    }
    return named;
  }

  private static State state(List<Seen> seen, Audit audit) {
    if (!seen.isEmpty()) {
      return State.SEEN;
    }
    return audit.reads().isEmpty() ? State.UNSEEN : State.UNRECORDED;
  }

  private static List<Seen> seen(StudyImages images, Audit audit) {
    List<Seen> seen = new ArrayList<>();
    for (int number = 1; number <= images.all().size(); number++) {
      Instance image = images.all().get(number - 1);
      for (int frame : images.frames(image)) {
        String hash = images.hashes(image, frame).get(0);
        int position = images.position(number, frame);
        seen.add(new Seen(number, frame, position, digits(hash), findings(image, audit)));
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
    int boxes = 0;
    for (Finding finding : findings) {
      boolean last = said.size() == findings.size() - 1;
      BoxMark box = finding.box() == null ? null : new BoxMark(++boxes, finding.box());
      said.add(new Said(finding.description(), finding.location(), box, last));
    }
    return said;
  }
}
