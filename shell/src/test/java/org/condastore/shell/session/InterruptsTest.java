package org.condastore.shell.session;

import java.util.concurrent.atomic.AtomicInteger;

import org.condastore.shell.failure.CommandFailure;
import org.condastore.shell.failure.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InterruptsTest {

	private final AtomicInteger canceled = new AtomicInteger();

	private final Interrupts interrupts = new Interrupts(this.canceled::incrementAndGet);

	@Test
	void aCommandThatWaitsEndsAsInterrupted() {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> this.interrupts.during(() -> {
			this.interrupts.signal();
			Thread.sleep(60_000);
		})).satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
		assertThat(this.canceled).hasValue(1);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aFailureThatCameFromTheInterruptIsOne() {
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> this.interrupts.during(() -> {
			this.interrupts.signal();
			throw new IllegalStateException("closed by interrupt");
		})).satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
	}

	@Test
	void aCommandThatFinishesAllTheSameHasNotFailed() throws Exception {
		this.interrupts.during(this.interrupts::signal);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aFailureOfItsOwnStays() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.interrupts.during(() -> {
			throw new IllegalStateException("own");
		}));
	}

	@Test
	void betweenCommandsThereIsNothingToInterrupt() {
		this.interrupts.signal();
		assertThat(this.canceled).hasValue(0);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void theNextCommandIsNotInterruptedByTheLastOnesSignal() throws Exception {
		this.interrupts.during(this.interrupts::signal);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.interrupts.during(() -> {
			throw new IllegalStateException("own");
		}));
	}

	@Test
	void aServerThatCannotBeToldIsNotTheEnd() {
		Interrupts away = new Interrupts(() -> {
			throw CommandFailure.unavailable("away", "wait", null);
		});
		assertThatExceptionOfType(CommandFailure.class).isThrownBy(() -> away.during(() -> {
			away.signal();
			Thread.sleep(60_000);
		})).satisfies((failure) -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
	}

}
