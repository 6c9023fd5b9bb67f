package org.radiologytrust.notify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/** Reminds the clinician on duty in a trial by e-mail, where an address is set. */
public final class DutyFeature implements Feature {
  private static final String PEER = "pilot";

  private final Pilot pilot;
  private final Optional<MailSettings> mail;
  private final Optional<SSLContext> trust;
  private final String page;

  /**
   * @param trust the trusted CAs; empty means those of the JVM
   * @throws Settings.Wrong when a setting cannot be used
   */
  public DutyFeature(Settings settings, Optional<SSLContext> trust) {
    this.pilot = Pilot.of(settings);
    this.trust = trust;
    boolean mailed = !pilot.mail().isEmpty();
    if (mailed && !Recipients.isAddress(pilot.mail())) {
      throw new Settings.Wrong("rtl.pilot.mail: give one e-mail address");
    }
    this.mail = mailed ? MailSettings.of(settings, true) : Optional.empty();
    this.page = mailed ? settings.required("rtl.notify.page") : "";
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of("rtl.pilot.mail.enabled", "" + mail.isPresent());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.doctor(PEER, () -> List.of(asked())));
  }

  private SelfCheckResult asked() {
    if (mail.isEmpty()) {
      return pilot.shadow()
          ? new SelfCheckResult(
              PEER,
              SelfCheckResult.State.WARNING,
              "rtl.pilot.mail is empty: nobody reminds the clinician but the page /duty")
          : SelfCheckResult.unused(PEER, "rtl.pilot=off: there is no trial");
    }
    return SelfCheckResult.of(
        PEER, new MailServer(mail.get(), trust).problem(), "the mail server answers");
  }

  @Override
  public void bind(Host host) {
    if (mail.isPresent()) {
      host.bind(
          "dutyReminder",
          new DutyReminder(
              host.journal().dutyFlags(), pilot.remind(), mail.get().from(), pilot.mail(), page));
      host.bind("dutyMail", new MailServer(mail.get(), trust).sender());
    }
  }
}
