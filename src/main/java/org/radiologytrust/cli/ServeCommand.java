package org.radiologytrust.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.radiologytrust.app.App;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code rtl serve}: runs the product until the process is stopped. */
@Command(
    name = "serve",
    description = "Runs the product with the settings of config/application.properties.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl serve -Drtl.http.port=9090")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = rtl.settings(Map.of(), Map.of());
    App app = App.start(settings, System.getenv("RTL_OPERATOR_PASSWORD"), App.Mode.serve());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  app.close();
                  stopped.countDown();
                },
                "shutdown"));
    System.out.println("Radiology Trust Layer " + ProductVersion.withCommit() + " is running");
    Addresses.print(app, settings, System.out);
    stopped.await();
    return 0;
  }
}
