package org.radiologytrust.model;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A part of an audit that one stage sets. Notes, model uses and extras are not parts: several
 * stages may add to them.
 */
public enum AuditPart {
  SENTENCES(Audit::sentences, (b, from) -> b.sentences(from.sentences())),
  NOT_AUDITED(Audit::notAudited, (b, from) -> b.notAudited(from.notAudited())),
  CLAIMS(Audit::claims, (b, from) -> b.claims(from.claims())),
  READS(Audit::reads, (b, from) -> b.reads(from.reads())),
  CHECKS(Audit::checks, (b, from) -> b.checks(from.checks())),
  UNFINISHED(Audit::unfinished, (b, from) -> b.unfinished(from.unfinished())),
  STRENGTHS(Audit::strengths, (b, from) -> b.strengths(from.strengths())),
  PRIORS(Audit::priors, (b, from) -> b.priors(from.priors())),
  VERDICTS(Audit::verdicts, (b, from) -> b.verdicts(from.verdicts())),
  BLANK(Audit::blank, (b, from) -> b.blank(from.blank())),
  OMISSIONS(Audit::omissions, (b, from) -> b.omissions(from.omissions())),
  REWRITES(Audit::rewrites, (b, from) -> b.rewrites(from.rewrites())),
  SUMMARIES(Audit::summaries, (b, from) -> b.summaries(from.summaries())),
  SCORE(Audit::score, (b, from) -> b.score(from.score())),
  OUTCOME(Audit::outcome, (b, from) -> b.outcome(from.outcome()));

  private final Function<Audit, Object> value;
  private final BiFunction<Audit.Builder, Audit, Audit.Builder> copy;

  AuditPart(Function<Audit, Object> value, BiFunction<Audit.Builder, Audit, Audit.Builder> copy) {
    this.value = value;
    this.copy = copy;
  }

  /** Copies this part from an audit into a builder. */
  public void copy(Audit from, Audit.Builder to) {
    copy.apply(to, from);
  }

  /** The parts in which two audits differ. */
  public static Set<AuditPart> differing(Audit a, Audit b) {
    Set<AuditPart> parts = EnumSet.noneOf(AuditPart.class);
    for (AuditPart part : values()) {
      if (!Objects.equals(part.value.apply(a), part.value.apply(b))) {
        parts.add(part);
      }
    }
    return parts;
  }
}
