package org.radiologytrust.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rtl completion}: a script with which a shell completes commands and options of rtl. */
@Command(
    name = "completion",
    description = "Prints a script with which bash or zsh completes commands and options.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(rtl completion)                   for this shell, bash or zsh",
      "  rtl completion > ~/.rtl-completion         for every shell: then add the line",
      "                                             source ~/.rtl-completion",
      "                                             to ~/.bashrc or ~/.zshrc"
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    System.out.print(AutoComplete.bash("rtl", spec.root().commandLine()));
    System.out.flush();
  }
}
