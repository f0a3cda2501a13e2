//! What rows of a machine say where something is wrong or infinite.

use super::leak;
use super::noise::crowded;
use crate::machine_file::description::MachineFile;
use crate::model::{Limit, Status};

/// Statuses that name a part of the machine.
#[derive(Debug)]
pub struct Words {
    /// For each reservoir, where its entropy grows infinitely fast.
    pub infinite: Vec<Status>,
    /// For each reservoir, where its particles flow without end.
    pub endless: Vec<Status>,
    /// For each reservoir, where its temperature is not positive.
    pub cold: Vec<Status>,
    /// For each probe, where no positive temperature is the one that is to be found.
    pub inverted: Vec<Status>,
    /// For each reservoir, where its occupation is below 0 or above 1.
    pub outside: Vec<[Status; 2]>,
    /// For each reservoir, where its noise is asked for and more passes into it than through one channel.
    pub channels: Vec<Status>,
    /// For each transmission with a limit, where it is below 0 or exceeds its channels.
    pub heights: Vec<[Status; 2]>,
    /// For each reservoir, where not as much leads into it as out of it.
    pub unbalanced: Vec<Status>,
    /// Where a table is not what it should be with the rows that are chosen, and where there are none.
    pub tables: [Status; 2],
}

impl Words {
    /// Those of a file with these limits of transmissions.
    pub fn of(file: &MachineFile, limits: &[Limit]) -> Words {
        let names = || file.reservoirs.iter().map(|reservoir| &*reservoir.name);
        let infinite = |text: String| Status::Infinite(leak(text));
        let wrong = |text: String| Status::Unphysical(leak(text));
        let height = |limit: &Limit| {
            let [a, b] = limit.ends.map(|end| &file.reservoirs[end].name);
            [format!("T_{a}_{b}<0"), format!("T_{a}_{b}>channels")].map(wrong)
        };
        Words {
            infinite: names().map(|name| infinite(format!("entropy_{name}=inf"))).collect(),
            endless: names().map(|name| infinite(format!("n_{name}=inf"))).collect(),
            cold: names().map(|name| wrong(format!("T_{name}<=0"))).collect(),
            inverted: names().map(|name| wrong(format!("T_{name}<0"))).collect(),
            outside: names()
                .map(|name| [format!("f_{name}<0"), format!("f_{name}>1")].map(wrong))
                .collect(),
            channels: names().map(crowded).collect(),
            heights: limits.iter().map(height).collect(),
            unbalanced: names()
                .map(|name| wrong(format!("T into {name} is not T out of it")))
                .collect(),
            tables: ["a table is refused", "no such rows in a table"].map(Status::Unphysical),
        }
    }
}
