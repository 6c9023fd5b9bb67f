package org.radiologytrust.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.text.sections.Segmenter;

/**
 * How the time of segmentation and of each check grows with the length of a text, for texts that
 * make a check compare as much as it can. Each figure is a ratio of two lengths, measured one after
 * the other: 2 is linear, 4 is quadratic. Ends with 1 when a text of {@value #LONGEST} characters
 * takes more than {@value #MOST} times as long as one of half the length.
 */
public final class GrowthBench {
  private static final int LONGEST = 500_000;
  private static final double MOST = 2.8;

  /** A shorter time says more about the machine than about the text. */
  private static final double LEAST_MILLIS = 100;

  /** What a text repeats; {@code #} is a number that grows. */
  private static final List<String> UNITS =
      List.of(
          "FINDINGS: Left effusion of # mm. No mass.\nIMPRESSION: Right effusion of # cm.\n",
          "ADDENDUM: The left effusion is now on the right. No nodule of # mm.\n",
          "ADDENDUM: There is no nodule. There is a nodule in segment #.\n",
          "ADDENDUM: Left should read right. Possible mass of # mm.\n\n",
          "Addendum of 2 May, 14:02: no fracture.\n",
          "The right nodule of # mm. No nodule. ",
          "No pneumothorax. Pneumothorax on the left. ",
          "This nodule is on the right side. The nodule is on the left side. ",
          "The nodule has grown from # mm to 3 mm. It is unchanged. ",
          "Status post left nephrectomy. The left kidney is normal. ",
          "Compared with 3 May 2019. No prior studies. In # days. ",
          "LEFT KNEE: small effusion.\n\nRIGHT KNEE: no fracture.\n\n",
          "IMPRESSION: mass of # mm.\n\nRECOMMENDATION: CT in # months.\n\n",
          "IMPRESSION:\n1. nodule of # cm\n2. tension pneumothorax\n",
          "#-year-old woman with prostate cancer, his uterus is normal. ",
          "BI-RADS 2. BI-RADS category 5. ",
          "[ ] ___ <name> the the TECHNIQUE: slices of 5 cm\n",
          "Dr. Miller was told at #:15. pulmonary embolism; ",
          "no effusion, or mass, and ",
          "((((",
          "12 x ",
          "l\u0435ft eff\u00adusion ",
          "a,");

  private final SiteFiles files = SiteFiles.shipped();
  private final Segmenter segmenter = new Segmenter(files);
  private final Checks all = new Checks(files);
  private boolean missed;

  private GrowthBench() {}

  public static void main(String[] arguments) {
    GrowthBench bench = new GrowthBench();
    System.out.printf(
        "%-50s %10s %10s %6s  (target %.1f)%n", "text", "half, ms", "whole, ms", "ratio", MOST);
    for (String unit : UNITS) {
      bench.grown(unit);
    }
    System.exit(bench.missed ? 1 : 0);
  }

  private void grown(String unit) {
    Audit half = audit(repeated(unit, LONGEST / 2));
    Audit whole = audit(repeated(unit, LONGEST));
    String name = unit.strip().replace('\n', '/');
    segmenter.segment(half);
    line("segmentation of " + name, half, whole, segmenter::segment);
    Audit cut = segmenter.segment(half);
    Audit uncut = segmenter.segment(whole);
    all.check(cut);
    if (!line("all checks of " + name, cut, uncut, all::check)) {
      for (String id : all.ids()) {
        Set<String> others = new TreeSet<>(all.ids());
        others.remove(id);
        Checks one = new Checks(files, CheckSettings.without(others));
        line("  " + id, cut, uncut, one::check);
      }
    }
  }

  /** Whether the time grew as it may. */
  private boolean line(String name, Audit half, Audit whole, Consumer<Audit> work) {
    double first = Math.min(millis(half, work), millis(half, work));
    double second = Math.min(millis(whole, work), millis(whole, work));
    boolean good = second < LEAST_MILLIS || second / first <= MOST;
    System.out.printf(
        "%-50.50s %10.0f %10.0f %6.1f%s%n",
        name, first, second, second / first, good ? "" : "  MISSED");
    missed |= !good;
    return good;
  }

  /** Processor time of this thread. */
  private static double millis(Audit audit, Consumer<Audit> work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    work.accept(audit);
    return (threads.getCurrentThreadCpuTime() - before) / 1e6;
  }

  private static String repeated(String unit, int length) {
    StringBuilder text = new StringBuilder("FINDINGS: ");
    for (int i = 1; text.length() < length; i++) {
      text.append(unit.replace("#", Integer.toString(i % 90 + 1)));
    }
    return text.substring(0, length);
  }

  private static Audit audit(String text) {
    Report report =
        Report.of("main", "A1")
            .patient(new Patient(null, "", "", LocalDate.of(1960, 1, 5), Sex.FEMALE, ""))
            .order(new Order("", "", null, null, new Coding("", "X1", "XR CHEST LEFT"), "", "", ""))
            .text(text)
            .status(ReportStatus.FINAL)
            .issued(Instant.parse("2026-04-01T09:30:00Z"))
            .effective(Instant.parse("2026-04-01T08:30:00Z"))
            .build();
    return Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build();
  }
}
