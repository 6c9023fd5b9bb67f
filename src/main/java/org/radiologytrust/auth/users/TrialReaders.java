package org.radiologytrust.auth.users;

import java.util.EnumSet;
import java.util.Set;
import org.radiologytrust.session.Right;

/**
 * Who may see flags of shadow mode. It is decided here and nowhere else: all of them, whoever has
 * {@link Right#SEE_TRIAL} by a role; critical ones and those of another patient's images, the
 * clinician on duty. Nothing outside the pages that ask for these two rights reads such a flag.
 */
public final class TrialReaders {
  /** No clinician is on duty. */
  public static final TrialReaders NONE = new TrialReaders("");

  private final String clinician;

  /**
   * @param clinician log-in of the clinician on duty; empty where there is none
   */
  public TrialReaders(String clinician) {
    this.clinician = Passwords.normal(clinician);
  }

  /** The rights of a user who logged in at the pages. A program or a token has no duty. */
  public Set<Right> rights(Account account) {
    Set<Right> all = EnumSet.copyOf(account.role().rights());
    if (!clinician.isEmpty() && clinician.equals(account.name())) {
      all.add(Right.PASS_ON);
    }
    return all;
  }
}
