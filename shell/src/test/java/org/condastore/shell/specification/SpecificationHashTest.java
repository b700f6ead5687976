package org.condastore.shell.specification;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The expected hashes come from conda-store's own functions, run in Python. */
class SpecificationHashTest {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|',
			textBlock = """
					{"channels":["conda-forge"],"dependencies":["python"],"description":"","name":"test","prefix":null,"variables":null} | 70c971ae8c39a9ea6244fa5ab2623e0ceb019e3a296348288d659f1affc7da31
					{"channels":["conda-forge","defaults"],"dependencies":["python=3.11","numpy",{"pip":["flask","aiohttp"]},"ipykernel"],"description":"My env é ☃","name":"data-sci","prefix":null,"variables":{"B":"x","A":10}} | 1aa6dfa2ee70f7ad5602b240239bcb252fb4302abd0cf4e5b36a715b4c31b209
					{"name":"x","a":[10,9,"9",null,true,1.5,{"k":2},[3,1]],"z":null} | 7d2ec48a383c1d5f457b293257deb18c8f311a0aa31fc4512ac91819f17cc79f
					{"\\uffff":1,"\\ud83d\\ude00":2,"\\u007f\\u001f\\/\\b\\f\\n\\r\\t\\"\\\\":"\\ud800 a","é":["\\ud83d\\ude00","\\uffff"]} | 8ddf68efc89f7b329c24282c31c5184229590c355f74ba205cbf3ed191e90941
					[1e16,1e15,123456789012345680.0,1e-4,1e-5,1.5e300,5e-324,1.7976931348623157e308,2e23,5.684341886080802e-14,9007199254740993,-0.0,-0,0.1,100.0,1e999,-1e999,123456789012345678901234567890] | 14c74cfec255d4c65ef999dfe0a22f2fa8f86f5259187d89d7230adb1ef0beef
					[9007199254740993.0,4.35,2.2250738585072014e-308,1e22,1e23,0.3,1234567.125] | b16991592695ac397295aa20d31848dfb6b6836645a7a74b53095467aa20d94e
					{"a":1,"a":2} | e5a9d5b0300e0f50d372e5a9ddfa24208aac9a940ce9a36f247387221ae205fe
					"text" | 1e1d0f251d3a76fa2b1bfc81164078572623403887db02988b504b0492e9f076
					[[],{}] | 0d7c3943b08a8e9097d0373d12ccf61db418ce5e828d1bfb222fd6abd03cd3f9
					""")
	void isWhatCondaStoreComputes(String spec, String sha256) {
		assertThat(SpecificationHash.of(spec)).contains(sha256);
	}

	@Test
	void differsByNothingButOrder() {
		String hash = SpecificationHash.of("{\"channels\": [\"a\", \"b\"], \"name\": \"x\"}").orElseThrow();
		assertThat(SpecificationHash.of("{\"name\":\"x\",\"channels\":[\"b\",\"a\"]}")).contains(hash);
		assertThat(SpecificationHash.of("{\"name\":\"x\",\"channels\":[\"b\",\"A\"]}")).isPresent()
			.get()
			.isNotEqualTo(hash);
	}

	@Test
	void isAbsentForWhatCannotBeRead() {
		assertThat(SpecificationHash.of("[".repeat(5000) + "]".repeat(5000))).isEmpty();
		assertThat(SpecificationHash.of("{} {}")).isEmpty();
		assertThat(SpecificationHash.of("")).isEmpty();
	}

}
