package org.radiologytrust.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.text.sections.Segmenter;

/**
 * What segmentation and all checks take for a report: processor time of one thread, and whether
 * memory stays flat over 10,000 reports. The reports are the invented ones of {@code rtl
 * eval-checks}. Ends with 1 when a target is missed.
 */
public final class ChecksBench {
  private static final int WARM_UP = 3_000;
  private static final int REPORTS = 10_000;
  private static final double MEDIAN_MS = 2;
  private static final double GROWTH_MIB = 8;
  private static final int EARLIER = 20;
  private static final int PAIRED = 2_000;
  private static final double ADDED_MS = 5;

  /** Makes the checks of earlier reports read them. */
  private static final String COMPARING =
      "\nIMPRESSION: The gallbladder is normal. New left pleural effusion. Stable cardiomegaly."
          + " Unchanged 8 mm nodule in the right upper lobe.";

  private ChecksBench() {}

  public static void main(String[] arguments) {
    SiteFiles files = SiteFiles.shipped();
    Segmenter segmenter = new Segmenter(files);
    Checks checks = new Checks(files);
    List<Report> reports = reports(files);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] millis = new double[REPORTS];
    long before = 0;
    for (int i = -WARM_UP; i < REPORTS; i++) {
      before = i == 0 ? heap() : before;
      Report report = reports.get(Math.floorMod(i, reports.size()));
      long start = threads.getCurrentThreadCpuTime();
      Audit audit = Audit.of(new UUID(0, 1), report).started(Instant.EPOCH).build();
      checks.check(segmenter.segment(audit));
      if (i >= 0) {
        millis[i] = (threads.getCurrentThreadCpuTime() - start) / 1e6;
      }
    }
    double growth = (heap() - before) / (1024.0 * 1024);
    double length = reports.stream().mapToInt(r -> r.text().length()).average().orElse(0);
    BenchFigures figures = new BenchFigures(millis);
    System.out.printf("reports: %d, of %.0f characters on average%n", REPORTS, length);
    System.out.printf(
        "ms of processor time for a report: median %.2f (target %.0f), 95th percentile %.2f%n",
        figures.median(), MEDIAN_MS, figures.percentile(95));
    System.out.printf("growth of the live heap: %.1f MiB (target %.0f)%n", growth, GROWTH_MIB);
    double added = added(reports, segmenter, checks);
    System.out.printf(
        "ms that %d earlier reports add: 95th percentile %.2f (target %.0f)%n",
        EARLIER, added, ADDED_MS);
    boolean met = figures.median() <= MEDIAN_MS && growth <= GROWTH_MIB && added <= ADDED_MS;
    System.exit(met ? 0 : 1);
  }

  /** The 95th percentile of the processor time that earlier reports add to the checks. */
  private static double added(List<Report> reports, Segmenter segmenter, Checks checks) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] millis = new double[PAIRED];
    for (int i = -WARM_UP / 10; i < PAIRED; i++) {
      int number = Math.floorMod(i, reports.size());
      Report report = reports.get(number);
      Report comparing = report.toBuilder().text(report.text() + COMPARING).build();
      Audit alone =
          segmenter.segment(Audit.of(new UUID(0, 1), comparing).started(Instant.EPOCH).build());
      Audit behind = alone.toBuilder().earlier(earlier(reports, number)).build();
      long start = threads.getCurrentThreadCpuTime();
      checks.check(alone);
      long between = threads.getCurrentThreadCpuTime();
      checks.check(behind);
      long end = threads.getCurrentThreadCpuTime();
      if (i >= 0) {
        millis[i] = (end - between - (between - start)) / 1e6;
      }
    }
    return new BenchFigures(millis).percentile(95);
  }

  /** Other reports as earlier ones on the same examination, a month apart, newest first. */
  private static List<EarlierReport> earlier(List<Report> reports, int number) {
    List<EarlierReport> all = new ArrayList<>();
    for (int k = 1; k <= EARLIER; k++) {
      Report other =
          reports.get((number + k) % reports.size()).toBuilder()
              .order(reports.get(number).order())
              .build();
      all.add(EarlierReport.of("e" + k, LocalDate.of(2026, 4, 1).minusMonths(k), other));
    }
    return all;
  }

  /** The live heap in bytes. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<Report> reports(SiteFiles files) {
    List<Report> reports = new ArrayList<>();
    for (Map<String, String> one :
        files.yaml("lab/checks/reports.yaml", new TypeReference<List<Map<String, String>>>() {})) {
      reports.add(report(left(one.get("title")), left(one.get("text"))));
    }
    return reports;
  }

  private static String left(String text) {
    return text.replace("{side}", "left").replace("{Side}", "Left").replace("{SIDE}", "LEFT");
  }

  private static Report report(String title, String text) {
    return Report.of("main", "A1")
        .patient(new Patient(null, "", "", LocalDate.of(1960, 1, 5), Sex.FEMALE, ""))
        .order(new Order("", "", null, null, new Coding("", "X1", title), "", "", ""))
        .text(Report.canonicalText(text))
        .status(ReportStatus.FINAL)
        .issued(Instant.parse("2026-04-01T09:30:00Z"))
        .effective(Instant.parse("2026-04-01T08:30:00Z"))
        .build();
  }
}
