package org.radiologytrust.rehearse;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says by whom the data in use was signed, and whether this version was rehearsed. */
public final class RehearseFeature implements Feature {
  private static final Logger LOG = LoggerFactory.getLogger(RehearseFeature.class);
  private static final String RELEASE = "signed-release";

  private final List<SelfCheckResult> states;
  private final String version;
  private volatile boolean unrehearsed;

  /**
   * @param states of word lists and strengths
   * @param version of this engine
   */
  public RehearseFeature(List<SelfCheckResult> states, String version) {
    this.states = List.copyOf(states);
    this.version = version;
  }

  @Override
  public void bind(Host host) {
    unrehearsed = host.journal().signatures().startsUnrehearsed(version);
    for (SelfCheckResult state : states) {
      LOG.info("{}: {}", state.peer(), state.message());
    }
    if (unrehearsed) {
      LOG.warn("{}: {}", RELEASE, release().message());
    }
  }

  @Override
  public List<SelfCheck> checks() {
    List<SelfCheck> checks = new ArrayList<>();
    states.forEach(state -> checks.add(SelfCheck.health(state.peer(), () -> state)));
    checks.add(SelfCheck.health(RELEASE, this::release));
    return checks;
  }

  private SelfCheckResult release() {
    return unrehearsed
        ? new SelfCheckResult(
            RELEASE,
            State.WARNING,
            "nobody has rehearsed version "
                + version
                + " on this journal: run its rtl rehearse --with "
                + version
                + ", then rtl rehearse sign, and start again")
        : SelfCheckResult.ok(RELEASE, "");
  }
}
