package org.radiologytrust.checker;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.checks.Context;
import org.radiologytrust.checks.ReportText;
import org.radiologytrust.checks.SectionMark;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Span;

/** Reports of the library's users as cases of the engine, and the other way round. */
final class Cases {
  private static final UUID RUN = new UUID(0, 0);
  private static final String SITE = "library";

  private Cases() {}

  static Audit of(ReportText report, SentText sent, Context context) {
    Report made =
        Report.of(SITE, "report")
            .patient(patient(context.patient()))
            .order(order(context.order()))
            .text(sent.read())
            .hints(hints(report.sections(), sent))
            .effective(noon(context.studied()))
            .build();
    return Audit.of(RUN, made)
        .instances(context.images().stream().map(Cases::image).toList())
        .earlier(
            context.earlier().stream()
                .sorted(Comparator.comparing(Context.EarlierReport::studied).reversed())
                .map(e -> earlier(e, context.patient()))
                .toList())
        .build();
  }

  private static EarlierReport earlier(Context.EarlierReport e, Context.@Nullable Subject subject) {
    return EarlierReport.of(
        "",
        e.studied(),
        Report.of(SITE, "earlier")
            .patient(patient(subject))
            .order(order(Context.Ordered.of(e.procedure())))
            .text(Report.canonicalText(e.text()))
            .effective(noon(e.studied()))
            .build());
  }

  private static Patient patient(Context.@Nullable Subject subject) {
    LocalDate born = subject == null ? null : subject.born();
    Context.Sex sex = subject == null ? null : subject.sex();
    return new Patient(
        List.of(), "", "", born, sex == null ? Sex.UNKNOWN : Sex.valueOf(sex.name()), "");
  }

  private static Order order(Context.@Nullable Ordered ordered) {
    Context.Ordered o = ordered == null ? Context.Ordered.of("") : ordered;
    return new Order(
        "",
        "",
        List.of(),
        List.of(),
        new Coding("", "", o.procedure()),
        o.modality(),
        o.bodyPart(),
        o.side());
  }

  /** At noon it is the same day in all zones that the checks allow for. */
  private static @Nullable Instant noon(@Nullable LocalDate day) {
    return day == null ? null : day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  private static Instance image(Context.Pictured p) {
    return new Instance("", "", "", p.modality(), p.bodyPart(), "", p.side(), p.view(), 1, 1, "");
  }

  private static List<SectionHint> hints(List<SectionMark> marks, SentText sent) {
    List<SectionHint> hints = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      int from = sent.readAt(marks.get(i).start());
      int to = i + 1 < marks.size() ? sent.readAt(marks.get(i + 1).start()) : sent.read().length();
      if (from < to) {
        Section section = Section.valueOf(marks.get(i).section().name());
        hints.add(new SectionHint(Span.of(sent.read(), from, to), section));
      }
    }
    return hints;
  }

  /** What is known of a case besides its text. */
  static Context context(Audit c) {
    Report report = c.report();
    Order order = report.order();
    Instant studied = report.effective() == null ? report.issued() : report.effective();
    return new Context(
        new Context.Ordered(
            Examination.procedure(order), order.modality(), order.bodyPart(), order.laterality()),
        new Context.Subject(report.patient().birthDate(), sex(report.patient().sex())),
        studied == null ? null : LocalDate.ofInstant(studied, ZoneOffset.UTC),
        c.images().stream().map(Cases::pictured).toList(),
        c.earlier().stream().flatMap(e -> Stream.ofNullable(earlier(e))).toList());
  }

  /** {@code null} for one whose day or text is not known. */
  private static Context.@Nullable EarlierReport earlier(EarlierReport e) {
    LocalDate studied = e.studied();
    Report report = e.report();
    return studied == null || report == null
        ? null
        : new Context.EarlierReport(studied, e.procedure(), report.text());
  }

  private static Context.@Nullable Sex sex(Sex sex) {
    return switch (sex) {
      case FEMALE -> Context.Sex.FEMALE;
      case MALE -> Context.Sex.MALE;
      case OTHER, UNKNOWN -> null;
    };
  }

  private static Context.Pictured pictured(Instance image) {
    return new Context.Pictured(
        image.modality(), image.bodyPartExamined(), image.side(), image.viewPosition());
  }
}
